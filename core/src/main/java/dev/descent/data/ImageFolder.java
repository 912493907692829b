package dev.descent.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A folder of pictures with one folder per class: {@code digits/7/me.png}. Folders named by numbers hold the class of that
 * number; others are numbered 0, 1, 2 … in the order of their names.
 */
public final class ImageFolder {
    private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg", ".gif", ".bmp");

    private ImageFolder() {}

    /**
     * Reads all pictures.
     *
     * @param side width and height that pictures are resized to; 0 reads each as one digit in MNIST's form
     * @param channels 1 or 3; of no account for digits
     * @throws DescentException when there are no classes, or a class without pictures
     */
    public static Dataset read(Path folder, int side, int channels) throws IOException {
        List<Path> classes = folders(folder);
        if (classes.size() < 2) {
            throw new DescentException(
                    "%s has %d folders, expected one folder of pictures per class, at least 2: %s/0, %s/1, …"
                            .formatted(folder, classes.size(), folder, folder));
        }
        List<byte[]> images = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        boolean isNumbered = classes.stream().allMatch(ImageFolder::isNumber);
        int highest = 0;
        for (int i = 0; i < classes.size(); i++) {
            List<Path> pictures = pictures(classes.get(i));
            if (pictures.isEmpty()) {
                throw new DescentException("%s has no picture (PNG, JPEG, GIF or BMP): add some or remove the folder"
                        .formatted(classes.get(i)));
            }
            int label =
                    isNumbered ? Integer.parseInt(classes.get(i).getFileName().toString()) : i;
            highest = Math.max(highest, label);
            for (Path picture : pictures) {
                images.add(side == 0 ? digit(picture) : Images.pixels(Images.read(picture), side, channels));
                labels.add(label);
            }
        }
        Shape shape =
                side == 0 ? Shape.of(1, MnistNormaliser.SIDE, MnistNormaliser.SIDE) : Shape.of(channels, side, side);
        byte[] pixels = new byte[Math.multiplyExact(images.size(), shape.size())];
        for (int i = 0; i < images.size(); i++) {
            System.arraycopy(images.get(i), 0, pixels, i * shape.size(), shape.size());
        }
        int[] labelArray = labels.stream().mapToInt(Integer::intValue).toArray();
        return Dataset.ofPixels(shape, pixels, labelArray, highest + 1);
    }

    private static boolean isNumber(Path folder) {
        return folder.getFileName().toString().matches("0|[1-9]\\d{0,2}");
    }

    private static byte[] digit(Path picture) throws IOException {
        float[] grey = Images.digit(Images.read(picture));
        byte[] pixels = new byte[grey.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) Math.round(grey[i]);
        }
        return pixels;
    }

    private static List<Path> folders(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new DescentException(folder + " is no folder, expected one with a folder of pictures per class");
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isDirectory)
                    .filter(entry -> !entry.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    private static List<Path> pictures(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(ImageFolder::isPicture).sorted().toList();
        }
    }

    private static boolean isPicture(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(name::endsWith);
    }
}
