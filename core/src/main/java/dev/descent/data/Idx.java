package dev.descent.data;

import dev.descent.data.NdArray.ElementType;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipException;

/**
 * The IDX format of the MNIST files, plain or gzipped: two zero bytes, element type, number of dimensions, each dimension
 * as a big-endian 32-bit integer, then the elements, big-endian, last axis fastest (LeCun, Cortes and Burges, "The MNIST
 * database", file format).
 */
public final class Idx {
    private static final int UNSIGNED_BYTE = 0x08;

    private Idx() {}

    /**
     * Reads a whole file.
     *
     * @throws DescentException for a file that is not whole and right, naming what is wrong
     * @throws IOException when it cannot be read at all
     */
    public static NdArray read(Path file) throws IOException {
        try (UnpackedFile.Content content = new UnpackedFile().open(file)) {
            return read(content.in(), content.most(), file.toString());
        } catch (ZipException broken) {
            throw new DescentException(
                    "%s is a damaged gzip file (%s): fetch it again".formatted(file, broken.getMessage()), broken);
        } catch (EOFException cut) {
            throw new DescentException("%s ends too early: fetch it again".formatted(file), cut);
        }
    }

    private static NdArray read(InputStream in, long most, String name) throws IOException {
        byte[] magic = in.readNBytes(4);
        if (magic.length < 4) {
            throw new DescentException(
                    "%s has %d bytes, an idx file has at least 8: it is empty or cut".formatted(name, magic.length));
        }
        if (magic[0] != 0 || magic[1] != 0 || magic[3] < 1) {
            throw new DescentException(
                    "%s is no idx file: it begins with %02x %02x %02x %02x, expected 00 00 08 and the number of dimensions"
                            .formatted(name, magic[0], magic[1], magic[2], magic[3]));
        }
        ElementType type = type(magic[2], name);
        int[] shape = new int[magic[3]];
        for (int axis = 0; axis < shape.length; axis++) {
            byte[] dimension = in.readNBytes(4);
            if (dimension.length < 4) {
                throw new DescentException(name + " ends within its header: fetch it again");
            }
            shape[axis] = ByteBuffer.wrap(dimension).getInt();
        }
        byte[] bytes = Announced.read(in, name, shape, type.bytes(), most);
        return decode(type, bytes, shape);
    }

    private static ElementType type(byte code, String name) {
        return switch (code) {
            case UNSIGNED_BYTE -> ElementType.UINT8;
            case 0x09 -> ElementType.INT8;
            case 0x0B -> ElementType.INT16;
            case 0x0C -> ElementType.INT32;
            case 0x0D -> ElementType.FLOAT32;
            case 0x0E -> ElementType.FLOAT64;
            default ->
                throw new DescentException(
                        "%s has element type 0x%02x, idx knows 08, 09, 0b, 0c, 0d and 0e".formatted(name, code));
        };
    }

    private static NdArray decode(ElementType type, byte[] bytes, int[] shape) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int count = bytes.length / type.bytes();
        return switch (type) {
            case UINT8 -> NdArray.of(bytes, shape);
            case FLOAT32 -> {
                float[] values = new float[count];
                buffer.asFloatBuffer().get(values);
                yield NdArray.of(values, shape);
            }
            case FLOAT64 -> {
                double[] values = new double[count];
                buffer.asDoubleBuffer().get(values);
                yield NdArray.of(values, shape);
            }
            default -> {
                int[] values = new int[count];
                for (int i = 0; i < count; i++) {
                    values[i] = switch (type) {
                        case INT8 -> buffer.get();
                        case INT16 -> buffer.getShort();
                        default -> buffer.getInt();
                    };
                }
                yield NdArray.of(type, values, shape);
            }
        };
    }

    /**
     * Images and their labels.
     *
     * @param images unsigned bytes, {@code [samples, height, width]}
     * @param labels unsigned bytes, {@code [samples]}
     */
    public static Dataset dataset(Path images, Path labels, int classes) throws IOException {
        NdArray pixels = read(images);
        NdArray classOf = read(labels);
        if (pixels.type() != ElementType.UINT8 || pixels.rank() < 2) {
            throw new DescentException("%s holds %s, expected images as unsigned bytes [samples, height, width]"
                    .formatted(images, pixels));
        }
        if (classOf.type() != ElementType.UINT8 || classOf.rank() != 1) {
            throw new DescentException(
                    "%s holds %s, expected labels as unsigned bytes [samples]".formatted(labels, classOf));
        }
        if (pixels.dimension(0) != classOf.dimension(0) || classOf.size() == 0) {
            throw new DescentException("%s has %d images, but %s has %d labels: they are not a pair"
                    .formatted(images, pixels.dimension(0), labels, classOf.size()));
        }
        int[] classLabels = new int[classOf.size()];
        for (int i = 0; i < classLabels.length; i++) {
            classLabels[i] = (int) classOf.get(i);
            if (classLabels[i] >= classes) {
                throw new DescentException("%s: label %d of sample %d is outside the %d classes 0 to %d"
                        .formatted(labels, classLabels[i], i, classes, classes - 1));
            }
        }
        int[] shape = pixels.shape();
        Shape sample = shape.length == 3
                ? Shape.of(1, shape[1], shape[2])
                : Shape.of(Arrays.copyOfRange(shape, 1, shape.length));
        return Dataset.ofPixels(sample, (byte[]) pixels.elements(), classLabels, classes);
    }

    /** Writes unsigned bytes. */
    public static void write(Path file, byte[] elements, int... shape) throws IOException {
        AtomicFile.write(file, out -> write(out, elements, shape));
    }

    private static void write(OutputStream out, byte[] elements, int... shape) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(4 + 4 * shape.length);
        header.put(new byte[] {0, 0, UNSIGNED_BYTE, (byte) shape.length});
        for (int dimension : shape) {
            header.putInt(dimension);
        }
        out.write(header.array());
        out.write(elements);
    }
}
