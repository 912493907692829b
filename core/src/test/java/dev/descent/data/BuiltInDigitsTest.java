package dev.descent.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.descent.data.BuiltInDigits.Drawn;
import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class BuiltInDigitsTest {
    private static final int PIXELS = 28 * 28;
    private static final long SEED = 20260;

    @Test
    void theSameSeedDrawsTheSameBitsForAnyNumberOfThreads() throws Exception {
        Drawn many = BuiltInDigits.generate(2000, SEED);
        try (ForkJoinPool one = new ForkJoinPool(1)) {
            Drawn single = one.submit(() -> BuiltInDigits.generate(2000, SEED)).get();
            assertThat(single.pixels()).isEqualTo(many.pixels());
            assertThat(single.labels()).isEqualTo(many.labels());
        }
    }

    @Test
    void anImageDependsOnTheSeedAndItsNumberOnly() {
        Drawn few = BuiltInDigits.generate(300, SEED);
        Drawn many = BuiltInDigits.generate(900, SEED);
        assertThat(Arrays.copyOf(many.pixels(), few.pixels().length)).isEqualTo(few.pixels());

        byte[] alone = new byte[PIXELS];
        int label = new DigitPen(DigitStyles.read(), Handwriting.USUAL).draw(SEED, 899, alone, 0);
        assertThat(alone).isEqualTo(Arrays.copyOfRange(many.pixels(), 899 * PIXELS, 900 * PIXELS));
        assertThat(label).isEqualTo(many.labels()[899]);
    }

    @Test
    void anotherSeedDrawsOtherImages() {
        assertThat(BuiltInDigits.generate(10, 1).pixels())
                .isNotEqualTo(BuiltInDigits.generate(10, 2).pixels());
    }

    @Test
    void theInkFillsABoxOfTwentyPixelsCentredByItsMass() {
        Drawn drawn = BuiltInDigits.generate(3000, SEED);
        int full = 0;
        for (int image = 0; image < 3000; image++) {
            double mass = 0;
            double massX = 0;
            double massY = 0;
            int left = 28;
            int right = -1;
            int top = 28;
            int bottom = -1;
            for (int pixel = 0; pixel < PIXELS; pixel++) {
                int grey = drawn.pixels()[image * PIXELS + pixel] & 0xFF;
                int row = pixel / 28;
                int column = pixel % 28;
                mass += grey;
                massX += grey * column;
                massY += grey * row;
                if (grey > 0) {
                    left = Math.min(left, column);
                    right = Math.max(right, column);
                    top = Math.min(top, row);
                    bottom = Math.max(bottom, row);
                }
            }
            int longest = Math.max(right - left, bottom - top) + 1;
            assertThat(longest).as("box of image %d of seed %d", image, SEED).isBetween(14, 20);
            full += longest >= 19 ? 1 : 0;
            // The box moves by whole pixels, so the centre is within half a pixel unless the box met the border.
            boolean free = left > 0 && top > 0 && right < 27 && bottom < 27;
            if (free) {
                assertThat(massX / mass).as("centre of image %d", image).isBetween(13.49, 14.51);
                assertThat(massY / mass).as("centre of image %d", image).isBetween(13.49, 14.51);
            }
        }
        assertThat(full).isGreaterThan(2800);
    }

    @Test
    void everyDigitIsAboutAsFrequentAsEveryOther() {
        int[] labels = BuiltInDigits.generate(10_000, SEED).labels();
        for (int digit = 0; digit < 10; digit++) {
            int wanted = digit;
            assertThat(Arrays.stream(labels).filter(label -> label == wanted).count())
                    .isBetween(880L, 1120L);
        }
    }

    @Test
    void everyStyleIsChosenAndLeavesInk() {
        DigitStyles styles = DigitStyles.read();
        DigitPen pen = new DigitPen(styles, Handwriting.USUAL);
        byte[] pixels = new byte[PIXELS];
        for (int digit = 0; digit < 10; digit++) {
            boolean[] chosen = new boolean[styles.ofDigit(digit).length];
            for (int i = 0; i < 10_000; i++) {
                chosen[styles.choose(digit, i / 10_000.0)] = true;
            }
            assertThat(chosen).as("styles of %d", digit).doesNotContain(false);
            assertThat(chosen.length).as("styles of %d", digit).isGreaterThanOrEqualTo(10);
        }
        for (DigitStyle style : styles.all()) {
            pen.draw(style, SEED, 0, pixels, 0);
            int ink = 0;
            for (byte pixel : pixels) {
                ink += (pixel & 0xFF) > 127 ? 1 : 0;
            }
            assertThat(ink).as("dark pixels of %s", style).isBetween(15, 300);
        }
    }

    @Test
    void aMistypedStyleIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DigitStyle.parse("3 1 odd | 5,5"))
                .withMessageContaining("at least 2 points");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DigitStyle.parse("3 1 odd"))
                .withMessageContaining("digit weight name");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DigitStyle.parse("3 1 odd | 5,5 7"))
                .withMessageContaining("'7'");
    }

    @Test
    void aCountThatCannotBeHeldIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BuiltInDigits.generate(0, SEED))
                .withMessageContaining("got 0");
    }
}
