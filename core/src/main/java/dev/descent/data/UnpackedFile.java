package dev.descent.data;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Opens a file that may be gzipped. What large gzip files hold is kept unpacked in the user's cache folder, named by the
 * checksum and length that the gzip file itself ends with (RFC 1952, section 2.3.1), and is used only when it has them: so
 * it can be neither stale nor damaged. Unpacking MNIST takes a quarter of a second at every start, reading it a tenth of that.
 */
final class UnpackedFile {
    /** Smaller files unpack at once. */
    private static final long WORTHWHILE = 1 << 20;

    private static final long MOST_KEPT = 1 << 28;
    private static final int TRAILER = 8;

    private final Path folder;

    /** @param folder where unpacked copies are kept */
    UnpackedFile(Path folder) {
        this.folder = folder;
    }

    UnpackedFile() {
        this(DataFolder.cache().resolve("unpacked"));
    }

    /**
     * What a file holds, unpacked.
     *
     * @param in from its beginning
     * @param most bytes that can come
     */
    record Content(InputStream in, long most) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    Content open(Path file) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            long size = Files.isRegularFile(file) ? Files.size(file) : Announced.LARGEST;
            if (!isGzip(raw)) {
                return new Content(raw, size);
            }
            if (Files.isRegularFile(file) && size >= WORTHWHILE) {
                Trailer trailer = Trailer.of(file, size);
                Path copy = folder.resolve(trailer.name());
                ByteBuffer kept = trailer.map(copy);
                if (kept != null) {
                    raw.close();
                    return new Content(new BufferInput(kept), trailer.length());
                }
                byte[] unpacked = unpack(file, size, trailer, copy);
                if (unpacked != null) {
                    raw.close();
                    return new Content(new ByteArrayInputStream(unpacked), unpacked.length);
                }
            }
            return new Content(new GZIPInputStream(raw, 1 << 16), Announced.mostInflated(size));
        } catch (IOException damaged) {
            raw.close();
            throw damaged;
        }
    }

    private static boolean isGzip(InputStream in) throws IOException {
        in.mark(2);
        boolean gzip = in.read() == 0x1F && in.read() == 0x8B;
        in.reset();
        return gzip;
    }

    /** Unpacks and keeps a copy; null where the trailer is wrong: then reading the file itself tells what is. */
    private static byte @Nullable [] unpack(Path file, long size, Trailer trailer, Path copy) {
        if (trailer.length() > Math.min(MOST_KEPT, Announced.mostInflated(size))) {
            return null;
        }
        byte[] unpacked = new byte[(int) trailer.length()];
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file), 1 << 16)) {
            if (in.readNBytes(unpacked, 0, unpacked.length) < unpacked.length || in.read() >= 0) {
                return null;
            }
        } catch (IOException _) {
            return null;
        }
        try {
            AtomicFile.write(copy, out -> out.write(unpacked));
        } catch (IOException _) {
            // A cache that cannot be written is no fault of the file: it is unpacked every time then.
        }
        return unpacked;
    }

    /**
     * The last 8 bytes of a gzip file.
     *
     * @param checksum CRC-32 of what is packed
     * @param length of what is packed, modulo 2³²
     */
    private record Trailer(long checksum, long length) {
        static Trailer of(Path file, long size) throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(TRAILER).order(ByteOrder.LITTLE_ENDIAN);
            try (FileChannel channel = FileChannel.open(file)) {
                channel.position(size - TRAILER);
                while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                    // Until all eight are there.
                }
            }
            return new Trailer(Integer.toUnsignedLong(bytes.getInt(0)), Integer.toUnsignedLong(bytes.getInt(4)));
        }

        String name() {
            return "%08x-%d".formatted(checksum, length);
        }

        /** The copy, null where it is missing or not what the file packs; mapped, as reading it would take new memory. */
        @Nullable
        ByteBuffer map(Path copy) {
            try (FileChannel channel = FileChannel.open(copy)) {
                if (channel.size() != length) {
                    return null;
                }
                ByteBuffer unpacked = channel.map(FileChannel.MapMode.READ_ONLY, 0, length);
                CRC32 actual = new CRC32();
                actual.update(unpacked);
                return actual.getValue() == checksum ? unpacked.flip() : null;
            } catch (IOException _) {
                return null;
            }
        }
    }

    /** Reads a buffer. */
    private static final class BufferInput extends InputStream {
        private final ByteBuffer buffer;

        BufferInput(ByteBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public int read() {
            return buffer.hasRemaining() ? buffer.get() & 0xFF : -1;
        }

        @Override
        public int read(byte[] to, int offset, int length) {
            if (!buffer.hasRemaining() && length > 0) {
                return -1;
            }
            int count = Math.min(length, buffer.remaining());
            buffer.get(to, offset, count);
            return count;
        }
    }
}
