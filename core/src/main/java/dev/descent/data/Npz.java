package dev.descent.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * NumPy's {@code .npz}: a zip archive, stored or deflated, zip64 too, of named {@code .npy} arrays. An array takes no more
 * memory than its header announces and its bytes really fill, so a small hostile file cannot take much.
 */
public final class Npz {
    /** An archive may unpack to 8 GiB at most. */
    private static final long LARGEST_TOTAL = 8L << 30;

    private static final int MOST_ARRAYS = 100_000;

    private Npz() {}

    /**
     * All arrays by name, in the order of the archive.
     *
     * @throws DescentException for an archive that is not whole and right, naming the array
     */
    public static Map<String, NdArray> read(Path file) throws IOException {
        return read(file, _ -> true);
    }

    /** Only the arrays whose names are wanted; the others are not looked at. */
    public static Map<String, NdArray> read(Path file, Predicate<String> wanted) throws IOException {
        return read(file, wanted, notNumbers -> {
            throw notNumbers;
        });
    }

    /** All arrays of real numbers; {@code leftOut} gets what says which others there are. */
    public static Map<String, NdArray> readNumbers(Path file, Consumer<NotNumbersException> leftOut)
            throws IOException {
        return read(file, _ -> true, leftOut);
    }

    private static Map<String, NdArray> read(Path file, Predicate<String> wanted, Consumer<NotNumbersException> leftOut)
            throws IOException {
        if (Files.isDirectory(file)) {
            throw new DescentException(file + " is a folder, expected an .npz archive");
        }
        if (Files.isRegularFile(file) && Files.size(file) == 0) {
            throw new DescentException(file + " is empty, expected an .npz archive: save it again");
        }
        boolean found = false;
        Map<String, NdArray> arrays = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            long total = 0;
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                if (entry.isDirectory() || !entry.getName().endsWith(".npy")) {
                    continue;
                }
                String name = entry.getName().substring(0, entry.getName().length() - ".npy".length());
                found = true;
                if (!wanted.test(name)) {
                    continue;
                }
                try {
                    NdArray array = readEntry(zip, entry, name + " in " + file);
                    total += (long) array.size() * array.type().bytes();
                    arrays.put(name, array);
                } catch (NotNumbersException notNumbers) {
                    leftOut.accept(notNumbers);
                }
                if (total > LARGEST_TOTAL || arrays.size() > MOST_ARRAYS) {
                    throw new DescentException("%s unpacks to more than %d GiB or %d arrays: split it"
                            .formatted(file, LARGEST_TOTAL >> 30, MOST_ARRAYS));
                }
            }
        } catch (ZipException broken) {
            throw new DescentException(
                    "%s is no whole .npz archive (%s): save it again".formatted(file, broken.getMessage()), broken);
        }
        if (!found) {
            throw new DescentException(file + " holds no .npy array: save it with np.savez");
        }
        return arrays;
    }

    /** The names of all arrays. */
    public static List<String> names(Path file) throws IOException {
        List<String> names = new ArrayList<>();
        read(file, name -> {
            names.add(name);
            return false;
        });
        return names;
    }

    private static NdArray readEntry(ZipFile zip, ZipEntry entry, String name) throws IOException {
        // Java's own reader does not compare the checksum.
        try (CheckedInputStream in = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
            NdArray array = Npy.read(in, mostOf(entry), name);
            if (entry.getCrc() != in.getChecksum().getValue()) {
                throw new DescentException(name + " is damaged, its checksum is wrong: save it again");
            }
            return array;
        } catch (ZipException | EOFException broken) {
            throw new DescentException("%s is damaged (%s)".formatted(name, broken.getMessage()), broken);
        }
    }

    /** The archive says how long an entry is, and how little it is packed into: neither may be exceeded. */
    private static long mostOf(ZipEntry entry) {
        long packed = Announced.mostInflated(entry.getCompressedSize());
        return entry.getSize() < 0 ? packed : Math.min(entry.getSize(), packed);
    }

    /** Writes deflated arrays in the order of the map. */
    public static void write(Path file, Map<String, NdArray> arrays) throws IOException {
        AtomicFile.write(file, out -> write(out, arrays));
    }

    private static void write(OutputStream out, Map<String, NdArray> arrays) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        for (Map.Entry<String, NdArray> array : arrays.entrySet()) {
            ZipEntry entry = new ZipEntry(array.getKey() + ".npy");
            // Without a fixed time the same arrays would give other bytes every time.
            entry.setTimeLocal(java.time.LocalDateTime.of(1980, 1, 1, 0, 0));
            zip.putNextEntry(entry);
            Npy.write(zip, array.getValue());
            zip.closeEntry();
        }
        zip.finish();
    }
}
