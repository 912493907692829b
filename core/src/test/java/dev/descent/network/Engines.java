package dev.descent.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.Set;

/** The float engine held against the double reference. */
final class Engines {
    private static final Set<String> PROBABILITY_LOSSES = Set.of("cross-entropy", "binary-cross-entropy", "poisson");

    private Engines() {}

    /** All arrays of one training step agree to float accuracy, and recording changes no bit of those that are there without. */
    static void assertFollowsReference(
            Network network, Loss loss, double[] values, double[] inputs, double[] targets, Reduction reduction) {
        int batch = inputs.length / network.input().size();
        CompiledNetwork engine = assertRecordingChangesNothing(network, loss, values, inputs, targets, reduction);
        engine.setStatistics(network.initialStatistics());
        double value = step(engine, values, inputs, targets, batch, reduction);
        double[] rounded = Samples.doubles(engine.values(), values.length);
        ReferenceNetwork.Step reference = new ReferenceNetwork(network, loss)
                .step(
                        rounded,
                        network.initialStatistics(),
                        Samples.doubles(engine.input(), inputs.length),
                        Samples.doubles(engine.target(), targets.length),
                        reduction,
                        7,
                        1);
        assertThat(value).isCloseTo(reference.loss(), offset(1e-4 * (1 + Math.abs(value))));
        assertThat(Samples.relativeError(
                        Samples.doubles(engine.statistics(), engine.statistics().length), reference.statistics()))
                .isLessThan(1e-4);
        var arrays = engine.arrays(batch);
        assertThat(arrays.keySet()).containsAll(reference.arrays().keySet());
        reference.arrays().forEach((name, expected) -> {
            assertThat(arrays.get(name).shape()).as(name).isEqualTo(expected.shape());
            assertThat(Samples.relativeError(arrays.get(name).toDoubles(), expected.toDoubles()))
                    .as(network + " " + loss + " " + name)
                    .isLessThan(tolerance(network, loss));
        });
    }

    /** Gives the engine that records, after one step. */
    static CompiledNetwork assertRecordingChangesNothing(
            Network network, Loss loss, double[] values, double[] inputs, double[] targets, Reduction reduction) {
        int batch = inputs.length / network.input().size();
        CompiledNetwork engine =
                CompiledNetwork.compile(network, loss, batch + 1, CompileOptions.RECORDING.withInputGradient());
        CompiledNetwork lean = CompiledNetwork.compile(network, loss, batch);
        double value = step(engine, values, inputs, targets, batch, reduction);
        assertThat(step(lean, values, inputs, targets, batch, reduction)).isEqualTo(value);
        assertThat(lean.gradients()).isEqualTo(engine.gradients());
        assertThat(lean.statistics()).isEqualTo(engine.statistics());
        var arrays = engine.arrays(batch);
        lean.arrays(batch)
                .forEach((name, array) -> assertThat(array.toDoubles())
                        .as(network + " " + name)
                        .isEqualTo(arrays.get(name).toDoubles()));
        return engine;
    }

    /** 1/output of an output that may lie anywhere near 0 loses digits. */
    private static double tolerance(Network network, Loss loss) {
        Activation last = network.layout().places().getLast().activation();
        boolean isIllConditioned = PROBABILITY_LOSSES.contains(loss.spec().name())
                && !(last instanceof Sigmoid)
                && !(last instanceof Softmax);
        return isIllConditioned ? 2e-3 : 1e-4;
    }

    private static double step(
            CompiledNetwork engine,
            double[] values,
            double[] inputs,
            double[] targets,
            int batch,
            Reduction reduction) {
        engine.setValues(values);
        engine.seed(7);
        Samples.fill(engine.input(), inputs);
        Samples.fill(engine.target(), targets);
        return engine.gradient(batch, reduction, 1);
    }
}
