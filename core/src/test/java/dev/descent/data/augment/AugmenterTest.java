package dev.descent.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import dev.descent.data.BuiltInDigits;
import dev.descent.data.Scaling;
import dev.descent.data.Shape;
import dev.descent.spec.Spec;
import dev.descent.spec.SpecException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AugmenterTest {
    private static final int SIDE = 28;
    private static final int PIXELS = SIDE * SIDE;
    private static final int COUNT = 200;
    private static final long SEED = 20261;
    private static final Shape SHAPE = Shape.of(1, SIDE, SIDE);
    private static final String EVERYTHING =
            "shift(2) rotate(15) scale(0.1) shear(0.2) mirror(0.5) elastic(34,4) thickness(0.5) erase(8)";

    private static final byte[] DRAWN = BuiltInDigits.generate(COUNT, SEED).pixels();

    private static float[] digits() {
        float[] images = new float[DRAWN.length];
        for (int i = 0; i < images.length; i++) {
            images[i] = (DRAWN[i] & 0xFF) / 255f;
        }
        return images;
    }

    private static Augmenter augmenter(String texts) {
        return augmenter(texts, SHAPE, Scaling.PIXELS);
    }

    private static Augmenter augmenter(String texts, Shape shape, Scaling scaling) {
        List<Augmentation> list =
                Stream.of(texts.split(" ", -1)).map(Augmentations::parse).toList();
        return new Augmenter(list, shape, scaling);
    }

    private static float[] changed(String texts, long epoch) {
        float[] images = digits();
        Augmenter augmenter = augmenter(texts);
        for (int sample = 0; sample < COUNT; sample++) {
            augmenter.apply(SEED, epoch, sample, images, sample * PIXELS);
        }
        return images;
    }

    private static double mass(float[] images, int sample) {
        double mass = 0;
        for (int pixel = 0; pixel < PIXELS; pixel++) {
            mass += images[sample * PIXELS + pixel];
        }
        return mass;
    }

    /** Whether ink could leave the image by a move of two pixels. */
    private static boolean isNearBorder(float[] images, int sample) {
        for (int pixel = 0; pixel < PIXELS; pixel++) {
            int column = pixel % SIDE;
            int row = pixel / SIDE;
            boolean inside = Math.min(row, column) > 2 && Math.max(row, column) < SIDE - 3;
            if (!inside && images[sample * PIXELS + pixel] > 0) {
                return true;
            }
        }
        return false;
    }

    private static double centre(float[] images, int sample, boolean across) {
        double moment = 0;
        for (int pixel = 0; pixel < PIXELS; pixel++) {
            moment += images[sample * PIXELS + pixel] * (across ? pixel % SIDE : pixel / SIDE);
        }
        return moment / mass(images, sample);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shift(0)",
                "rotate(0)",
                "scale(0)",
                "shear(0)",
                "mirror(0)",
                "elastic(alpha=0, sigma=4)",
                "thickness(0)",
                "erase(8, chance=0)"
            })
    void anAmountOfNothingLeavesEveryBit(String text) {
        float[] images = digits();
        Augmenter augmenter = new Augmenter(List.of(Augmentations.parse(text)), SHAPE, Scaling.PIXELS);
        for (int sample = 0; sample < COUNT; sample++) {
            augmenter.apply(SEED, 3, sample, images, sample * PIXELS);
        }
        assertThat(images).isEqualTo(digits());
    }

    @Test
    void everyAugmentationChangesImagesAndPrintsWhatItReads() {
        for (String name : Augmentations.names()) {
            assertThat(changed(name, 0)).as(name).isNotEqualTo(digits());
            Spec spec = Augmentations.parse(name).spec();
            assertThat(Augmentations.parse(spec.toString()).spec()).isEqualTo(spec);
            assertThat(Augmentations.parse(spec)).isEqualTo(Augmentations.parse(name));
        }
    }

    @Test
    void anImageDependsOnSeedEpochAndSampleOnlyNotOnTheOrder() {
        float[] forward = changed(EVERYTHING, 5);
        float[] backward = digits();
        Augmenter augmenter = augmenter(EVERYTHING);
        for (int sample = COUNT - 1; sample >= 0; sample--) {
            augmenter.apply(SEED, 5, sample, backward, sample * PIXELS);
        }
        assertThat(backward).isEqualTo(forward);
        assertThat(changed(EVERYTHING, 6)).isNotEqualTo(forward);
    }

    @Test
    void aShiftByWholePixelsMovesTheCentreAndKeepsTheMass() {
        float[] before = digits();
        float[] after = changed("shift(2,whole=true)", 0);
        boolean[] met = new boolean[5];
        for (int sample = 0; sample < COUNT; sample++) {
            if (isNearBorder(before, sample)) {
                continue;
            }
            assertThat(mass(after, sample)).isCloseTo(mass(before, sample), within(1e-4));
            double moved = centre(after, sample, true) - centre(before, sample, true);
            assertThat(moved).isCloseTo(Math.rint(moved), within(1e-4));
            met[(int) Math.rint(moved) + 2] = true;
        }
        assertThat(met).doesNotContain(false);
    }

    @Test
    void aShiftByPartsOfPixelsKeepsTheMassToo() {
        float[] before = digits();
        float[] after = changed("shift(2)", 0);
        for (int sample = 0; sample < COUNT; sample++) {
            if (isNearBorder(before, sample)) {
                continue;
            }
            assertThat(mass(after, sample)).isCloseTo(mass(before, sample), within(0.01));
            assertThat(centre(after, sample, true) - centre(before, sample, true))
                    .isBetween(-2.01, 2.01);
        }
    }

    @Test
    void aScaleChangesTheMassByItsSquare() {
        float[] before = digits();
        float[] after = changed("scale(0.2)", 0);
        for (int sample = 0; sample < COUNT; sample++) {
            assertThat(mass(after, sample) / mass(before, sample)).isBetween(0.8 * 0.8 - 0.05, 1.2 * 1.2 + 0.05);
        }
    }

    @Test
    void aMirrorTwiceIsTheImageItself() {
        float[] images = digits();
        augmenter("mirror(1) mirror(1)").apply(SEED, 0, 0, images, 0);
        assertThat(images).isEqualTo(digits());
        augmenter("mirror(1)").apply(SEED, 0, 0, images, 0);
        float[] before = digits();
        for (int pixel = 0; pixel < PIXELS; pixel++) {
            int mirrored = pixel / SIDE * SIDE + SIDE - 1 - pixel % SIDE;
            assertThat(images[mirrored]).isEqualTo(before[pixel]);
        }
    }

    @Test
    void severalMovesAreOneWarpWithTheSameEffectAsOneAfterTheOther() {
        // A blob that fills little of the image, so that nothing leaves it; whole pixels, so that the shift alone
        // interpolates nothing.
        float[] joined = new float[PIXELS];
        for (int pixel = 0; pixel < PIXELS; pixel++) {
            double right = pixel % SIDE - 10.0;
            double down = Math.floorDiv(pixel, SIDE) - 12.0;
            joined[pixel] = (float) Math.exp(-(right * right + 0.5 * down * down) / 8);
        }
        float[] apart = joined.clone();
        Warp warp = new Warp(SIDE, SIDE);
        warp.shift(2, -1);
        warp.transform(Math.cos(0.3), -Math.sin(0.3), Math.sin(0.3), Math.cos(0.3));
        warp.apply(joined, 0, 0);
        warp.reset();
        warp.shift(2, -1);
        warp.apply(apart, 0, 0);
        warp.reset();
        warp.transform(Math.cos(0.3), -Math.sin(0.3), Math.sin(0.3), Math.cos(0.3));
        warp.apply(apart, 0, 0);
        for (int pixel = 0; pixel < PIXELS; pixel++) {
            assertThat(joined[pixel]).isCloseTo(apart[pixel], within(1e-3f));
        }
    }

    @Test
    void anElasticDistortionMovesByWhatItsFormulaSays() {
        // An image that is its own column number shows each pixel's move across.
        float[] ramp = new float[PIXELS];
        Augmenter augmenter = augmenter("elastic(34,4)", Shape.of(PIXELS), Scaling.RAW);
        double square = 0;
        int looked = 0;
        for (int sample = 0; sample < 400; sample++) {
            for (int pixel = 0; pixel < PIXELS; pixel++) {
                ramp[pixel] = pixel % SIDE;
            }
            augmenter.apply(SEED, 0, sample, ramp, 0);
            for (int row = 8; row < 20; row++) {
                double move = ramp[row * SIDE + 14] - 14;
                square += move * move;
                looked++;
            }
        }
        // Uniform noise of deviation √(1/3), smoothed by a Gaussian of 4 pixels, times 34.
        double expected = 34 * Math.sqrt(1 / 3.0) / (2 * Math.sqrt(Math.PI) * 4);
        assertThat(Math.sqrt(square / looked)).as("seed %d", SEED).isBetween(0.9 * expected, 1.1 * expected);
    }

    @Test
    void thicknessAddsInkOrTakesItWithinTheGreyRange() {
        float[] before = digits();
        float[] after = changed("thickness(1)", 0);
        int thicker = 0;
        for (int sample = 0; sample < COUNT; sample++) {
            thicker += mass(after, sample) > mass(before, sample) ? 1 : 0;
        }
        assertThat(thicker).isBetween(COUNT / 3, 2 * COUNT / 3);
        for (float grey : after) {
            assertThat(grey).isBetween(0f, 1f);
        }
    }

    @Test
    void erasingAndOutsideShowTheBackgroundOfTheScaling() {
        Scaling centred = new Scaling(127.5, 1 / 127.5);
        float[] ink = new float[3 * PIXELS];
        Arrays.fill(ink, 1);
        augmenter("shift(8) erase(10,1)", Shape.of(3, SIDE, SIDE), centred).apply(SEED, 0, 1, ink, 0);
        assertThat(ink).contains(-1f).contains(1f);
        for (int pixel = 0; pixel < PIXELS; pixel++) {
            assertThat(ink[pixel]).isBetween(-1f, 1f);
            assertThat(ink[PIXELS + pixel]).as("channels change alike").isEqualTo(ink[pixel]);
            assertThat(ink[2 * PIXELS + pixel]).isEqualTo(ink[pixel]);
        }
    }

    @Test
    void wrongTextsAndShapesAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Augmentations.parse("rotat(3)"))
                .withMessageContaining("did you mean 'rotate'");
        assertThat(catchThrowable(() -> Augmentations.parse("elastic(sigma=0.1)")))
                .isInstanceOf(SpecException.class)
                .hasMessageContaining("from 1 to 100");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> augmenter("shift(1)", Shape.of(13), Scaling.RAW))
                .withMessageContaining("shape 13");
    }
}
