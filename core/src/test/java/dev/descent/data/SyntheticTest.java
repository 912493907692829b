package dev.descent.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyntheticTest {
    private static TrainTest load(String source) throws IOException {
        return DataSources.parse(source).load(Path.of("."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "blobs(rows=60)",
                "circles(rows=60)",
                "moons(rows=60)",
                "spirals(rows=60)",
                "classification(rows=60)",
                "regression(rows=60, targets=3)",
                "images(rows=30, side=12, channels=3)",
                "lines(rows=60)",
                "spots(rows=60, height=8, width=10)",
                "curve(rows=60, sine=3)",
                "texts(rows=60, words=200, classes=3)"
            })
    void theSameSourceGivesTheSameSamplesAndKeepsSomeForTesting(String source) throws IOException {
        TrainTest first = load(source);
        TrainTest second = load(source);
        int rows = first.train().size() + first.test().size();
        assertThat(first.test().size()).isEqualTo((int) Math.round(rows * 0.3));
        for (int sample = 0; sample < first.train().size(); sample++) {
            assertThat(row(first.train(), sample)).isEqualTo(row(second.train(), sample));
        }
        assertThat(DataStatistics.of(first.train()).invalid()).isZero();
        assertThat(DataSources.parse(source).spec()).hasToString(source);
    }

    private static double[] row(Dataset data, int sample) {
        double[] row = new double[data.shape().size() + data.targetSize()];
        Arrays.setAll(
                row,
                i -> i < data.shape().size()
                        ? data.raw(sample, i)
                        : data.target(sample, i - data.shape().size()));
        return row;
    }

    @Test
    void truthTablesAreWhatTheirNamesSay() throws IOException {
        Dataset xor = load("xor").train();
        Dataset and = load("and").train();
        assertThat(xor.size()).isEqualTo(4);
        for (int sample = 0; sample < 4; sample++) {
            int a = (int) xor.raw(sample, 0);
            int b = (int) xor.raw(sample, 1);
            assertThat(xor.target(sample, 0)).isEqualTo(a ^ b);
            assertThat(and.target(sample, 0)).isEqualTo((int) and.raw(sample, 0) & (int) and.raw(sample, 1));
        }
    }

    @Test
    void aCurveIsItsPolynomial() throws IOException {
        Dataset curve = load("curve(rows=11, from=-1, to=1, polynomial=[1, -2, 3], test=0)")
                .train();
        for (int sample = 0; sample < 11; sample++) {
            double x = curve.raw(sample, 0);
            assertThat(x).isCloseTo(-1 + 0.2 * sample, within(1e-6));
            assertThat(curve.target(sample, 0)).isCloseTo(1 - 2 * x + 3 * x * x, within(1e-5));
        }
    }

    @Test
    void withoutNoiseCirclesLieOnTheirRadii() throws IOException {
        Dataset circles = load("circles(rows=40, noise=0, test=0)").train();
        for (int sample = 0; sample < 40; sample++) {
            double radius = Math.hypot(circles.raw(sample, 0), circles.raw(sample, 1));
            assertThat(radius).isCloseTo(circles.label(sample) == 0 ? 1 : 0.8, within(1e-6));
        }
    }

    @Test
    void aLineLiesStandsRisesOrFalls() throws IOException {
        Dataset lines = load("lines(rows=40, side=8, noise=0, test=0)").train();
        for (int sample = 0; sample < 40; sample++) {
            int best = 0;
            for (int line = 0; line < 8; line++) {
                int across = 0;
                for (int i = 0; i < 8; i++) {
                    across += lines.raw(sample, line * 8 + i) > 0 ? 1 : 0;
                }
                best = Math.max(best, across);
            }
            assertThat(best == 8)
                    .as("sample %d of class %d", sample, lines.label(sample))
                    .isEqualTo(lines.label(sample) == 0);
        }
    }

    @Test
    void sizesThatCannotBeAreNamed() {
        assertThatThrownBy(() -> load("lines(side=2)")).hasMessageContaining("side 2");
        assertThatThrownBy(() -> load("blobs(rows=0)")).hasMessageContaining("got 0");
        assertThatThrownBy(() -> load("blobs(row=5)")).hasMessageContaining("rows");
        assertThatThrownBy(() -> load("blob")).hasMessageContaining("blobs");
    }
}
