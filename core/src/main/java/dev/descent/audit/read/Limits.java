package dev.descent.audit.read;

import dev.descent.audit.Trace;
import dev.descent.data.DescentException;
import dev.descent.data.NdArray;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** How much a trace may take. */
final class Limits {
    /** A dump of 10,000 pictures in double takes 60 MB an iteration; ten times that is no longer looked through quickly. */
    static final long LARGEST_ITERATION = 1L << 30;

    /** Text is several times as long as the numbers it holds, and is a few of the first iterations anyway. */
    static final long LARGEST_TEXT = 256L << 20;

    /** A list of 200 samples in parts is a few hundred; relations are looked for between all pairs. */
    static final int MOST_ARRAYS = 2000;

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private Limits() {}

    /**
     * A trace whose names can be printed: control characters, which a terminal would obey, become question marks.
     *
     * @throws DescentException when an iteration has more arrays than can be compared
     */
    static Trace checked(Path path, Trace trace) {
        List<Map<String, NdArray>> iterations = new ArrayList<>();
        for (Map<String, NdArray> arrays : trace.iterations()) {
            if (arrays.size() > MOST_ARRAYS) {
                throw new DescentException(
                        "%s holds %d arrays for one iteration, more than %d: record the training loop's own only"
                                .formatted(path, arrays.size(), MOST_ARRAYS));
            }
            Map<String, NdArray> named = new LinkedHashMap<>();
            arrays.forEach((name, array) -> named.put(CONTROL.matcher(name).replaceAll("?"), array));
            iterations.add(named);
        }
        return new Trace(trace.name(), iterations, trace.notes());
    }

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
