package dev.descent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.data.DataSources;
import dev.descent.data.TrainTest;
import dev.descent.spec.Spec;
import dev.descent.train.DataPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReachableTest {
    private static TrainTest load(String source) throws IOException {
        return DataSources.parse(source).load(Path.of(""));
    }

    /** In 40 dimensions neighbours are far away, and what is linear is still hit. */
    @Test
    void aLinearRelationIsExplainedByALine() throws IOException {
        assertThat(Reachable.explained(load("regression(rows=400, features=40, targets=3, noise=0.1, seed=7)")))
                .isGreaterThan(0.97);
    }

    /** The noise has twice the variance of what the features explain. */
    @Test
    void whatIsNoiseIsNot() throws IOException {
        assertThat(Reachable.explained(load("regression(rows=3000, features=8, targets=1, noise=1.4142, seed=7)")))
                .isBetween(0.25, 0.42);
    }

    /** An autoencoder's narrow layer is its task: that a line would copy the inputs says nothing. */
    @Test
    void inputsThatAreTheirOwnTargetsAreNotCopied() throws IOException {
        TrainTest copied = DataPlan.of("classification(rows=400, features=40, classes=2, separation=1, seed=7)")
                .withTransforms(List.of(Spec.parse("reconstruct")))
                .apply(load("classification(rows=400, features=40, classes=2, separation=1, seed=7)"));
        assertThat(Reachable.explained(copied)).isLessThan(0.5);
    }
}
