package dev.descent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.data.Dataset;
import dev.descent.data.Shape;
import dev.descent.data.TrainTest;
import dev.descent.data.transform.Transforms;
import dev.descent.spec.Spec;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlaceholdersTest {
    /** 100 values, the first few of them replaced. */
    private static double[] values(int replaced, double by) {
        return IntStream.range(0, 100)
                .mapToDouble(i -> i < replaced ? by : i / 10.0)
                .toArray();
    }

    @Test
    void whatComesOftenAndFarFromAllOthersStandsForAMissingValue() {
        assertThat(Placeholders.among(values(5, -999))).isEqualTo(-999);
        assertThat(Placeholders.among(values(5, 9999))).isEqualTo(9999);
    }

    @Test
    void outliersZerosAndKindsStandForThemselves() {
        assertThat(Placeholders.among(values(1, -999))).as("an outlier").isNaN();
        assertThat(Placeholders.among(values(40, 0))).as("many zeros").isNaN();
        assertThat(Placeholders.among(values(0, 0))).isNaN();
        double[] kinds = IntStream.range(0, 100)
                .mapToDouble(i -> i % 3 == 0 ? 100 : i % 3)
                .toArray();
        assertThat(Placeholders.among(kinds)).as("few kinds").isNaN();
    }

    @Test
    void theMeanOfTheOthersTakesItsPlace() {
        float[] inputs = {1, -999, 3, 8, -999, 8};
        Dataset data = Dataset.ofTargets(Shape.of(2), inputs, new float[3], 1);
        TrainTest filled = Transforms.parse(Spec.parse("missing(-999)")).apply(new TrainTest("table", data, data));
        assertThat(filled.train().raw(0, 1)).isEqualTo(8);
        assertThat(filled.train().raw(2, 0)).isEqualTo(2);
        assertThat(filled.test().raw(1, 0)).isEqualTo(3);
    }
}
