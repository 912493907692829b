package dev.descent.audit.read;

import dev.descent.data.DescentException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** How much a trace may take. */
final class Limits {
    /** A dump of 10,000 pictures in double takes 60 MB an iteration; ten times that is no longer looked through quickly. */
    static final long LARGEST_ITERATION = 1L << 30;

    /** Text is several times as long as the numbers it holds, and is a few of the first iterations anyway. */
    static final long LARGEST_TEXT = 256L << 20;

    private Limits() {}

    /**
     * What an archive says that it unpacks to; {@code Npz} reads no more than that.
     *
     * @throws DescentException when that is too much
     */
    static void checkArchive(Path file) throws IOException {
        if (Files.size(file) == 0) {
            throw new DescentException(file + " is empty, expected an .npz archive: save it again");
        }
        long total = 0;
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                long size = entries.nextElement().getSize();
                total += size < 0 ? LARGEST_ITERATION + 1 : size;
                if (total > LARGEST_ITERATION || total < 0) {
                    throw tooLarge(file, LARGEST_ITERATION);
                }
            }
        } catch (ZipException broken) {
            throw new DescentException(
                    "%s is no whole .npz archive (%s): save it again".formatted(file, broken.getMessage()), broken);
        }
    }

    /** The whole text of a file. */
    static String text(Path file) throws IOException {
        if (Files.size(file) > LARGEST_TEXT) {
            throw tooLarge(file, LARGEST_TEXT);
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException notText) {
            throw new DescentException(file + " is no text in UTF-8", notText);
        }
    }

    private static DescentException tooLarge(Path file, long most) {
        return new DescentException("%s holds more than %d MB for one iteration: record fewer samples or iterations"
                .formatted(file, most >> 20));
    }
}
