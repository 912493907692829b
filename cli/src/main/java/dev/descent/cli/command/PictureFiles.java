package dev.descent.cli.command;

import dev.descent.cli.Session;
import dev.descent.data.DescentException;
import dev.descent.data.Idx;
import dev.descent.data.Images;
import dev.descent.data.NdArray;
import dev.descent.data.Npy;
import dev.descent.data.Npz;
import dev.descent.model.Model;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Inputs for a model from files of any kind it understands: images, IDX, NumPy's npy and npz; {@code -} is standard input. */
final class PictureFiles {
    /** Bytes looked at to tell the kind of file; names are not trusted. */
    private static final int HEAD = 8;

    private final Session session;
    private final Model model;
    private final boolean asIs;

    /**
     * @param source what to call it: the file, with {@code #} and a number where the file holds several
     * @param raw values before the model's scaling
     */
    record Input(String source, float[] raw) {}

    /** @param asIs whether images are taken pixel by pixel instead of being cut out and centred like MNIST's */
    PictureFiles(Session session, Model model, boolean asIs) {
        this.session = session;
        this.model = model;
        this.asIs = asIs;
    }

    List<Input> read(String argument) throws IOException {
        if (!argument.equals("-")) {
            return read(session.path(argument), argument);
        }
        Path copy = Files.createTempFile("descent-", ".input");
        try {
            Files.write(copy, session.in().readAllBytes());
            return read(copy, "standard input");
        } finally {
            Files.delete(copy);
        }
    }

    private List<Input> read(Path file, String name) throws IOException {
        byte[] head = head(file);
        if (head.length == 0) {
            throw new DescentException(name + " is empty: expected an image, an IDX, a npy or a npz file");
        }
        if (startsWith(head, 0x93, 'N', 'U', 'M', 'P', 'Y')) {
            return rows(Npy.read(file), name);
        }
        if (startsWith(head, 'P', 'K')) {
            return rows(only(Npz.read(file), name), name);
        }
        if (startsWith(head, 0, 0) || startsWith(head, 0x1f, 0x8b)) {
            return rows(Idx.read(file), name);
        }
        return List.of(new Input(name, image(file, name)));
    }

    private static byte[] head(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new DescentException(file + " is a folder: name the files in it");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(HEAD);
        }
    }

    private static boolean startsWith(byte[] head, int... octets) {
        for (int index = 0; index < octets.length; index++) {
            if (index >= head.length || (head[index] & 0xff) != octets[index]) {
                return false;
            }
        }
        return true;
    }

    /** The first array that has as many values to a row as the model takes. */
    private NdArray only(Map<String, NdArray> arrays, String name) {
        int features = model.network().input().size();
        return arrays.values().stream()
                .filter(array -> array.size() > 0
                        && array.size() % features == 0
                        && array.size() >= features
                        && array.rank() > 0)
                .findFirst()
                .orElseThrow(() -> new DescentException("%s has no array of %s values a sample; it has %s"
                        .formatted(name, model.network().input(), arrays.keySet())));
    }

    private List<Input> rows(NdArray array, String name) {
        int features = model.network().input().size();
        if (array.size() == 0 || array.size() % features != 0) {
            throw new DescentException("%s has an array of shape %s, but the model takes %d values a sample (%s)"
                    .formatted(
                            name,
                            Arrays.toString(array.shape()),
                            features,
                            model.network().input()));
        }
        float[] values = array.toFloats();
        for (int index = 0; index < values.length; index++) {
            if (!Float.isFinite(values[index])) {
                throw new DescentException("%s: sample %d has %s at index %d, expected finite numbers"
                        .formatted(name, Math.floorDiv(index, features), values[index], index % features));
            }
        }
        scaleFractions(array, values);
        int samples = values.length / features;
        List<Input> inputs = new ArrayList<>(samples);
        for (int sample = 0; sample < samples; sample++) {
            String source = samples == 1 ? name : name + "#" + sample;
            inputs.add(new Input(source, Arrays.copyOfRange(values, sample * features, (sample + 1) * features)));
        }
        return inputs;
    }

    /** Floats that all lie from 0 to 1 are fractions of white, where the model was trained on bytes. */
    private void scaleFractions(NdArray array, float[] values) {
        boolean takesBytes = model.scaling().factor() < 0.01;
        if (array.type().isInteger() || !takesBytes) {
            return;
        }
        for (float value : values) {
            if (!(value >= 0 && value <= 1)) {
                return;
            }
        }
        for (int index = 0; index < values.length; index++) {
            values[index] *= 255;
        }
    }

    private float[] image(Path file, String name) throws IOException {
        BufferedImage image = Images.read(Files.readAllBytes(file), name);
        if (!asIs) {
            return Images.digit(image);
        }
        int features = model.network().input().size();
        if (image.getWidth() * image.getHeight() != features) {
            throw new DescentException("%s has %d×%d pixels, but the model takes %d values (%s): leave out --as-is"
                    .formatted(
                            name,
                            image.getWidth(),
                            image.getHeight(),
                            features,
                            model.network().input()));
        }
        // Drawing copies the levels of a grey picture; its own getRGB would bend them by a colour profile.
        BufferedImage plain = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        plain.createGraphics().drawImage(image, 0, 0, null);
        float[] raw = new float[features];
        for (int index = 0; index < features; index++) {
            int rgb = plain.getRGB(index % image.getWidth(), index / image.getWidth());
            raw[index] = ((rgb >> 16 & 0xff) * 299 + (rgb >> 8 & 0xff) * 587 + (rgb & 0xff) * 114) / 1000f;
        }
        return raw;
    }
}
