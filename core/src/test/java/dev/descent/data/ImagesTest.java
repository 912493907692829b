package dev.descent.data;

import static dev.descent.data.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.descent.data.CounterRandom.Purpose;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Digits drawn as people's pictures show them come back as the data set would show them. */
class ImagesTest {
    private static final int SIDE = MnistNormaliser.SIDE;
    private static final int DIGITS = 20;
    private static final byte[] PIXELS = BuiltInDigits.generate(DIGITS, 11).pixels();

    /** What is done to a digit between the pen and the file. */
    enum Sheet {
        DARK_ON_LIGHT(40, 225, 0, 0),
        LIGHT_ON_DARK(240, 20, 0, 0),
        FAINT(150, 200, 0, 3),
        SHADOWED(30, 150, 90, 4);

        private final int ink;
        private final int paper;
        private final int shadow;
        private final int noise;

        Sheet(int ink, int paper, int shadow, int noise) {
            this.ink = ink;
            this.paper = paper;
            this.shadow = shadow;
            this.noise = noise;
        }

        /** The digit enlarged, away from the middle of a sheet that is brighter on its right by {@code shadow}. */
        BufferedImage draw(int digit, int factor, int width, int height) {
            CounterRandom random = CounterRandom.of(digit, Purpose.DATA);
            int left = random.below(width - SIDE * factor + 1, 1);
            int top = random.below(height - SIDE * factor + 1, 2);
            BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            for (int pixel = 0; pixel < width * height; pixel++) {
                int x = pixel % width;
                int y = pixel / width;
                int column = Math.floorDiv(x - left, factor);
                int row = Math.floorDiv(y - top, factor);
                boolean inside = column >= 0 && row >= 0 && column < SIDE && row < SIDE;
                double pen = inside ? (PIXELS[(digit * SIDE + row) * SIDE + column] & 0xff) / 255.0 : 0;
                double grey =
                        paper + (double) shadow * x / width + pen * (ink - paper) + noise * random.normal(10L + pixel);
                int level = (int) Math.clamp(grey, 0, 255);
                image.setRGB(x, y, level << 16 | level << 8 | level);
            }
            return image;
        }
    }

    @ParameterizedTest
    @EnumSource(Sheet.class)
    void aDigitOnASheetComesBackAsTheDataSetShowsIt(Sheet sheet) {
        double sum = 0;
        for (int digit = 0; digit < DIGITS; digit++) {
            double likeness = likeness(Images.digit(sheet.draw(digit, 6, 260, 200)), digit);
            assertThat(likeness).as("digit %d", digit).isGreaterThan(0.75);
            sum += likeness;
        }
        assertThat(sum / DIGITS).isGreaterThan(0.92);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 20})
    void theSizeOfThePictureDoesNotMatter(int factor) {
        double sum = 0;
        for (int digit = 0; digit < DIGITS; digit++) {
            sum += likeness(Images.digit(Sheet.DARK_ON_LIGHT.draw(digit, factor, 30 * factor, 40 * factor)), digit);
        }
        assertThat(sum / DIGITS).isGreaterThan(0.92);
    }

    @Test
    void anImageOfTheDataSetStaysAsItIs() {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setDataElements(0, 0, SIDE, SIDE, Arrays.copyOf(PIXELS, SIDE * SIDE));
        float[] seen = Images.digit(image);
        for (int pixel = 0; pixel < seen.length; pixel++) {
            assertThat(seen[pixel]).isCloseTo(PIXELS[pixel] & 0xff, within(1f));
        }
    }

    @Test
    void anEmptySheetHasNoInkAndNoSurprise() {
        assertThat(Images.digit(new BufferedImage(50, 40, BufferedImage.TYPE_INT_RGB)))
                .containsOnly(0f);
        assertThat(Images.digit(new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB)))
                .hasSize(SIDE * SIDE);
    }

    /** Cosine of the angle between two images, at the shift of at most one pixel where they agree best. */
    private static double likeness(float[] seen, int digit) {
        double best = 0;
        for (int dy = -1; dy <= 1; dy++) {
            for (int dx = -1; dx <= 1; dx++) {
                best = Math.max(best, likeness(seen, digit, dx, dy));
            }
        }
        return best;
    }

    private static double likeness(float[] seen, int digit, int dx, int dy) {
        double product = 0;
        double squares = 0;
        double drawn = 0;
        for (int y = 1; y < SIDE - 1; y++) {
            for (int x = 1; x < SIDE - 1; x++) {
                double there = seen[(y + dy) * SIDE + x + dx];
                double here = PIXELS[(digit * SIDE + y) * SIDE + x] & 0xff;
                product += there * here;
                squares += there * there;
                drawn += here * here;
            }
        }
        return product / Math.sqrt(squares * drawn + 1e-9);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void aPhotographIsTurnedAsItsCameraNoted(int orientation) throws IOException {
        BufferedImage upright = new BufferedImage(48, 32, BufferedImage.TYPE_INT_RGB);
        for (int pixel = 0; pixel < 48 * 32; pixel++) {
            // A white quarter at the top left tells all eight apart together with the width.
            upright.setRGB(pixel % 48, pixel / 48, pixel % 48 < 16 && pixel / 48 < 16 ? 0xffffff : 0);
        }
        BufferedImage read = Images.read(photograph(stored(upright, orientation), orientation), "photo.jpg");
        assertThat(read.getWidth()).isEqualTo(48);
        assertThat(read.getHeight()).isEqualTo(32);
        assertThat(read.getRGB(6, 6) & 0xff).isGreaterThan(200);
        assertThat(read.getRGB(40, 6) & 0xff).isLessThan(50);
        assertThat(read.getRGB(6, 26) & 0xff).isLessThan(50);
    }

    /** As the sensor saw it: what the viewer's turn undoes (EXIF 2.3, figure 7). */
    private static BufferedImage stored(BufferedImage upright, int orientation) {
        int width = upright.getWidth();
        int height = upright.getHeight();
        boolean isOnItsSide = orientation >= 5;
        BufferedImage stored = new BufferedImage(
                isOnItsSide ? height : width, isOnItsSide ? width : height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int fromRight = width - 1 - x;
                int fromBottom = height - 1 - y;
                int[] at = switch (orientation) {
                    case 1 -> new int[] {x, y};
                    case 2 -> new int[] {fromRight, y};
                    case 3 -> new int[] {fromRight, fromBottom};
                    case 4 -> new int[] {x, fromBottom};
                    case 5 -> new int[] {y, x};
                    case 6 -> new int[] {y, fromRight};
                    case 7 -> new int[] {fromBottom, fromRight};
                    default -> new int[] {fromBottom, x};
                };
                stored.setRGB(at[0], at[1], upright.getRGB(x, y));
            }
        }
        return stored;
    }

    private static byte[] photograph(BufferedImage image, int orientation) throws IOException {
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", jpeg);
        byte[] plain = jpeg.toByteArray();
        byte[] exif = {
            (byte) 0xff,
            (byte) 0xe1,
            0,
            34,
            'E',
            'x',
            'i',
            'f',
            0,
            0,
            'M',
            'M',
            0,
            42,
            0,
            0,
            0,
            8,
            0,
            1,
            1,
            0x12,
            0,
            3,
            0,
            0,
            0,
            1,
            0,
            (byte) orientation,
            0,
            0,
            0,
            0,
            0,
            0
        };
        byte[] all = new byte[plain.length + exif.length];
        System.arraycopy(plain, 0, all, 0, 2);
        System.arraycopy(exif, 0, all, 2, exif.length);
        System.arraycopy(plain, 2, all, 2 + exif.length, plain.length - 2);
        return all;
    }

    @Test
    void damagedPicturesAreRefusedInOneSentence() throws IOException {
        byte[] whole = photograph(Sheet.DARK_ON_LIGHT.draw(0, 1, 40, 40), 1);
        for (int length = 0; length < Math.min(400, whole.length); length += 7) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertRefused(() -> Images.read(cut, "cut.jpg"), "cut.jpg");
        }
    }
}
