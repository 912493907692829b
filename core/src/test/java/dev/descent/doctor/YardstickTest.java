package dev.descent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.data.TrainTest;
import dev.descent.train.DataPlan;
import dev.descent.train.Experiment;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class YardstickTest {
    private static Yardstick of(int rows) throws IOException {
        Experiment experiment = Experiment.standard()
                .withData(DataPlan.of(
                        "classification(rows=%d, features=4, classes=3, separation=12, seed=1)".formatted(rows)));
        TrainTest data = experiment.load();
        return Yardstick.of(data, DataFacts.of(data), 1);
    }

    /** Of 15 test samples one is worth 0.1 of quality, of 200 hardly a hundredth. */
    @Test
    void aSampleOfAHandfulMakesNoTrainingIll() throws IOException {
        Yardstick few = of(75);
        assertThat(few.isReachedBy(few.reachable() - 0.1)).isTrue();
        assertThat(few.isReachedBy(few.reachable() - 0.25)).isFalse();
        Yardstick many = of(1000);
        assertThat(many.isReachedBy(many.reachable() - 0.1)).isFalse();
    }
}
