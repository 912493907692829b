package dev.descent.model;

import dev.descent.data.AtomicFile;
import dev.descent.data.DescentException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The container of a model file: magic, version, lengths, header text, numbers, checksum. See docs/model-format.md, which
 * is the definition.
 *
 * @param header its lines {@code key: value}, in order
 * @param numbers float32
 */
record ModelFile(Map<String, String> header, float[] numbers) {
    /** {@code \x89} keeps text tools away, the line ends show damage by text transfers, as in PNG. */
    private static final byte[] MAGIC = {(byte) 0x89, 'D', 'S', 'C', 'N', 'T', '\r', '\n'};

    private static final int VERSION = 1;
    private static final int FIXED = MAGIC.length + Integer.BYTES + Integer.BYTES + Long.BYTES;
    private static final int CHECKSUM = Integer.BYTES;

    void write(Path file) throws IOException {
        byte[] text = text().getBytes(StandardCharsets.UTF_8);
        int length = Math.addExact(FIXED + CHECKSUM + text.length, Math.multiplyExact(Float.BYTES, numbers.length));
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(MAGIC)
                .putInt(VERSION)
                .putInt(text.length)
                .putLong(numbers.length)
                .put(text);
        for (float number : numbers) {
            bytes.putFloat(number);
        }
        bytes.putInt(checksum(bytes.array(), bytes.position()));
        AtomicFile.write(file, out -> out.write(bytes.array()));
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        header.forEach((key, value) -> text.append(key)
                .append(": ")
                .append(value.replace("\\", "\\\\").replace("\n", "\\n"))
                .append('\n'));
        return text.toString();
    }

    /** @throws DescentException for a file that is no model, newer, truncated or damaged */
    static ModelFile read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length < MAGIC.length || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw refused(file, "is not a Descent model: it does not begin as one");
        }
        if (bytes.length < FIXED + CHECKSUM) {
            throw refused(file, "is truncated: it has %d bytes, not even a whole beginning".formatted(bytes.length));
        }
        ByteBuffer buffer =
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(MAGIC.length);
        int version = buffer.getInt();
        if (version != VERSION) {
            throw refused(
                    file,
                    "has format version %d, but this Descent reads version %d: %s"
                            .formatted(
                                    version,
                                    VERSION,
                                    version > VERSION ? "use a newer Descent" : "the file is damaged"));
        }
        int textLength = buffer.getInt();
        long count = buffer.getLong();
        boolean possible = textLength >= 0 && count >= 0 && count < Integer.MAX_VALUE / Float.BYTES;
        long expected = FIXED + (long) textLength + Float.BYTES * count + CHECKSUM;
        if (!possible || bytes.length != expected) {
            throw refused(
                    file,
                    possible && bytes.length < expected
                            ? "is truncated: it has %d of %d bytes".formatted(bytes.length, expected)
                            : "is damaged: it has %d bytes, but its beginning says otherwise".formatted(bytes.length));
        }
        if (checksum(bytes, bytes.length - CHECKSUM) != buffer.getInt(bytes.length - CHECKSUM)) {
            throw refused(file, "is damaged: its checksum does not match its content");
        }
        byte[] text = new byte[textLength];
        buffer.get(text);
        float[] numbers = new float[(int) count];
        buffer.asFloatBuffer().get(numbers);
        return new ModelFile(header(file, new String(text, StandardCharsets.UTF_8)), numbers);
    }

    private static Map<String, String> header(Path file, String text) {
        Map<String, String> header = new LinkedHashMap<>();
        text.lines().forEach(line -> {
            int colon = line.indexOf(": ");
            if (colon < 1) {
                throw refused(file, "has a header line that is not 'key: value': '%s'".formatted(line));
            }
            header.put(line.substring(0, colon), unescape(line.substring(colon + 2)));
        });
        return header;
    }

    private static String unescape(String value) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            boolean escaped = value.charAt(i) == '\\' && i + 1 < value.length();
            char c = escaped ? value.charAt(++i) : value.charAt(i);
            plain.append(escaped && c == 'n' ? '\n' : c);
        }
        return plain.toString();
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    static DescentException refused(Path file, String why) {
        return new DescentException(file + " " + why);
    }
}
