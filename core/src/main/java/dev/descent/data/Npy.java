package dev.descent.data;

import dev.descent.data.NdArray.ElementType;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * NumPy's {@code .npy} format, versions 1 to 3 (numpy.lib.format): magic, version, header length, a Python dictionary
 * with {@code descr}, {@code fortran_order} and {@code shape}, then the elements. All real numeric types in both byte
 * orders and both array orders. Pickled objects are refused, never read.
 */
public final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LARGEST_HEADER = 1 << 16;
    private static final Pattern DESCR = Pattern.compile("['\"]descr['\"]\\s*:\\s*(['\"])(.*?)\\1");
    private static final Pattern ORDER = Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([^)]*)\\)");
    private static final Pattern TYPE = Pattern.compile("([<>|=]?)([a-zA-Z?])(\\d*)");

    private Npy() {}

    /** @throws DescentException for a file that is not whole and right, naming what is wrong */
    public static NdArray read(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            return read(in, Files.isRegularFile(file) ? Files.size(file) : Announced.LARGEST, file.toString());
        }
    }

    /**
     * Reads one array and demands the end of the stream behind it.
     *
     * @param most bytes that the stream can hold
     * @param name what to call the stream in messages
     */
    static NdArray read(InputStream in, long most, String name) throws IOException {
        byte[] start = in.readNBytes(8);
        if (start.length < 8 || !Arrays.equals(Arrays.copyOf(start, 6), MAGIC)) {
            throw new DescentException(name + " is no .npy array: it does not begin with \\x93NUMPY");
        }
        int version = start[6];
        if (version < 1 || version > 3) {
            throw new DescentException("%s is .npy version %d, expected 1, 2 or 3".formatted(name, version));
        }
        byte[] lengthBytes = in.readNBytes(version == 1 ? 2 : 4);
        if (lengthBytes.length < (version == 1 ? 2 : 4)) {
            throw new DescentException(name + " ends within its header");
        }
        ByteBuffer lengthBuffer = ByteBuffer.wrap(lengthBytes).order(ByteOrder.LITTLE_ENDIAN);
        int length = version == 1 ? Short.toUnsignedInt(lengthBuffer.getShort()) : lengthBuffer.getInt();
        if (length < 0 || length > LARGEST_HEADER) {
            throw new DescentException("%s has a header of %d bytes, expected at most %d"
                    .formatted(name, Integer.toUnsignedLong(length), LARGEST_HEADER));
        }
        byte[] headerBytes = in.readNBytes(length);
        if (headerBytes.length < length) {
            throw new DescentException(name + " ends within its header");
        }
        String header = new String(headerBytes, version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        return readElements(in, most, name, header);
    }

    private static NdArray readElements(InputStream in, long most, String name, String header) throws IOException {
        String descr = find(DESCR, 2, header, name, "descr");
        boolean fortran = find(ORDER, 1, header, name, "fortran_order").equals("True");
        int[] shape = shape(find(SHAPE, 1, header, name, "shape"), name);
        Matcher parts = TYPE.matcher(descr);
        if (!parts.matches()) {
            throw unsupported(name, descr);
        }
        ElementType type = type(parts.group(2), parts.group(3), descr, name);
        ByteOrder order = parts.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        byte[] bytes = Announced.read(in, name, shape, type.bytes(), most);
        Object values = decode(type, bytes, order, bytes.length / type.bytes());
        return NdArray.of(type, fortran && shape.length > 1 ? rowMajor(values, shape) : values, shape);
    }

    private static String find(Pattern pattern, int group, String header, String name, String field) {
        Matcher matcher = pattern.matcher(header);
        if (matcher.find()) {
            return matcher.group(group);
        }
        if (field.equals("descr") && header.contains("descr")) {
            throw new DescentException(
                    "%s holds records with named fields: save each field as an array of its own".formatted(name));
        }
        throw new DescentException("the header of %s names no %s: %s".formatted(name, field, header.strip()));
    }

    private static int[] shape(String text, String name) {
        try {
            return Arrays.stream(text.split(","))
                    .map(String::strip)
                    .filter(part -> !part.isEmpty())
                    // Python 2 wrote long numbers as 3L.
                    .map(part -> part.endsWith("L") ? part.substring(0, part.length() - 1) : part)
                    .mapToInt(Integer::parseInt)
                    .toArray();
        } catch (NumberFormatException _) {
            throw new DescentException("%s announces the shape (%s), which no array can have".formatted(name, text));
        }
    }

    private static ElementType type(String kind, String size, String descr, String name) {
        if (kind.equals("O")) {
            throw new DescentException(
                    name
                            + " holds pickled Python objects, which are never read: save numbers only, as np.asarray(x, float)");
        }
        if (kind.equals("?")) {
            return ElementType.BOOL;
        }
        for (ElementType type : ElementType.values()) {
            if (type.code().equals(kind + size)) {
                return type;
            }
        }
        throw unsupported(name, descr);
    }

    private static NotNumbersException unsupported(String name, String descr) {
        String hint = switch (descr.replaceAll("[<>|=\\d]", "")) {
            case "c" -> "complex numbers";
            case "U", "S" -> "texts";
            case "M", "m" -> "dates";
            default -> "elements";
        };
        return new NotNumbersException("%s holds %s of type '%s', expected real numbers (f2 f4 f8, i1–i8, u1–u8, b1)"
                .formatted(name, hint, descr));
    }

    private static Object decode(ElementType type, byte[] bytes, ByteOrder order, int count) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
        return switch (type) {
            case BOOL, UINT8 -> bytes;
            case FLOAT64 -> {
                double[] values = new double[count];
                buffer.asDoubleBuffer().get(values);
                yield values;
            }
            case FLOAT32 -> {
                float[] values = new float[count];
                buffer.asFloatBuffer().get(values);
                yield values;
            }
            case FLOAT16 -> {
                float[] values = new float[count];
                for (int i = 0; i < count; i++) {
                    values[i] = Float.float16ToFloat(buffer.getShort());
                }
                yield values;
            }
            case INT64, UINT64, UINT32 -> {
                long[] values = new long[count];
                for (int i = 0; i < count; i++) {
                    values[i] = type == ElementType.UINT32 ? Integer.toUnsignedLong(buffer.getInt()) : buffer.getLong();
                }
                yield values;
            }
            case INT8, INT16, UINT16, INT32 -> {
                int[] values = new int[count];
                for (int i = 0; i < count; i++) {
                    values[i] = switch (type) {
                        case INT8 -> buffer.get();
                        case INT16 -> buffer.getShort();
                        case UINT16 -> Short.toUnsignedInt(buffer.getShort());
                        default -> buffer.getInt();
                    };
                }
                yield values;
            }
        };
    }

    /** From column-major to row-major order. */
    private static Object rowMajor(Object values, int[] shape) {
        int count = java.lang.reflect.Array.getLength(values);
        Object turned = java.lang.reflect.Array.newInstance(values.getClass().getComponentType(), count);
        int[] index = new int[shape.length];
        for (int target = 0; target < count; target++) {
            int source = 0;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                source = source * shape[axis] + index[axis];
            }
            System.arraycopy(values, source, turned, target, 1);
            for (int axis = shape.length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--) {
                index[axis] = 0;
            }
        }
        return turned;
    }

    /** Writes version 1, little-endian, row-major. */
    public static void write(Path file, NdArray array) throws IOException {
        AtomicFile.write(file, out -> write(out, array));
    }

    static void write(OutputStream out, NdArray array) throws IOException {
        ElementType type = array.type();
        String order = type.bytes() == 1 ? "|" : "<";
        String shape = Arrays.stream(array.shape()).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        String header = "{'descr': '%s%s', 'fortran_order': False, 'shape': (%s%s), }"
                .formatted(order, type.code(), shape, array.rank() == 1 ? "," : "");
        int unpadded = MAGIC.length + 4 + header.length() + 1;
        header += " ".repeat((64 - unpadded % 64) % 64) + "\n";
        ByteBuffer start = ByteBuffer.allocate(MAGIC.length + 4).order(ByteOrder.LITTLE_ENDIAN);
        start.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) header.length());
        out.write(start.array());
        out.write(header.getBytes(StandardCharsets.US_ASCII));
        out.write(encode(array));
    }

    private static byte[] encode(NdArray array) {
        ElementType type = array.type();
        ByteBuffer buffer = ByteBuffer.allocate(Math.multiplyExact(array.size(), type.bytes()))
                .order(ByteOrder.LITTLE_ENDIAN);
        switch (array.elements()) {
            case byte[] values -> buffer.put(values);
            case double[] values -> buffer.asDoubleBuffer().put(values);
            case float[] values -> {
                for (float value : values) {
                    if (type == ElementType.FLOAT16) {
                        buffer.putShort(Float.floatToFloat16(value));
                    } else {
                        buffer.putFloat(value);
                    }
                }
            }
            case long[] values -> {
                for (long value : values) {
                    if (type == ElementType.UINT32) {
                        buffer.putInt((int) value);
                    } else {
                        buffer.putLong(value);
                    }
                }
            }
            case int[] values -> {
                for (int value : values) {
                    switch (type.bytes()) {
                        case 1 -> buffer.put((byte) value);
                        case 2 -> buffer.putShort((short) value);
                        default -> buffer.putInt(value);
                    }
                }
            }
            default -> throw new AssertionError(array);
        }
        return buffer.array();
    }
}
