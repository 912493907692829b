package dev.descent.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
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
        Map<String, NdArray> arrays = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            long total = 0;
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                if (entry.isDirectory() || !entry.getName().endsWith(".npy")) {
                    continue;
                }
                String name = entry.getName().substring(0, entry.getName().length() - ".npy".length());
                NdArray array = readEntry(zip, entry, name + " in " + file);
                total += (long) array.size() * array.type().bytes();
                arrays.put(name, array);
                if (total > LARGEST_TOTAL || arrays.size() > MOST_ARRAYS) {
                    throw new DescentException("%s unpacks to more than %d GiB or %d arrays: split it"
                            .formatted(file, LARGEST_TOTAL >> 30, MOST_ARRAYS));
                }
            }
        } catch (ZipException broken) {
            throw new DescentException(
                    "%s is no whole .npz archive (%s): save it again".formatted(file, broken.getMessage()), broken);
        }
        if (arrays.isEmpty()) {
            throw new DescentException(file + " holds no .npy array: save it with np.savez");
        }
        return arrays;
    }

    private static NdArray readEntry(ZipFile zip, ZipEntry entry, String name) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            return Npy.read(in, name);
        } catch (ZipException | EOFException broken) {
            throw new DescentException("%s is damaged (%s)".formatted(name, broken.getMessage()), broken);
        }
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
