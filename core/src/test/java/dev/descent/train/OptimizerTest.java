package dev.descent.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizerTest {
    private static final int DECAYING = 4;
    private static final List<Integer> SEEN = List.of(1, 2, 5, 20);

    /** One path of the golden file. */
    record Golden(String optimizer, double learningRate, double weightDecay, double[] values) {
        @Override
        public String toString() {
            return "%s, rate %s, decay %s".formatted(optimizer, learningRate, weightDecay);
        }
    }

    private static List<String[]> rows() throws IOException {
        try (var file = OptimizerTest.class.getResourceAsStream("optimizers.txt")) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().map(line -> line.split(" \\| ")).toList();
        }
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    static Stream<Golden> golden() throws IOException {
        return rows().stream()
                .filter(row -> row.length == 4)
                .map(row ->
                        new Golden(row[0], Double.parseDouble(row[1]), Double.parseDouble(row[2]), numbers(row[3])));
    }

    @ParameterizedTest
    @MethodSource("golden")
    void theReferenceFollowsNumPy(Golden golden) throws IOException {
        Optimizer optimizer = Optimizers.parse(golden.optimizer());
        double[] scale = numbers(rows().get(0)[1]);
        double[] goal = numbers(rows().get(1)[1]);
        double[] values = numbers(rows().get(2)[1]);
        double[] gradients = new double[values.length];
        double[][] state = new double[optimizer.stateArrays()][values.length];
        for (int array = 0; array < state.length; array++) {
            Arrays.fill(state[array], optimizer.initialState(array));
        }
        int seen = 0;
        for (int step = 1; step <= 20; step++) {
            for (int i = 0; i < values.length; i++) {
                gradients[i] = scale[i] * (values[i] - goal[i]);
            }
            optimizer.update(values, gradients, state, 0, DECAYING, golden.learningRate(), golden.weightDecay(), step);
            optimizer.update(values, gradients, state, DECAYING, values.length, golden.learningRate(), 0, step);
            for (int i = 0; SEEN.contains(step) && i < values.length; i++) {
                assertThat(values[i]).as("step %d", step).isCloseTo(golden.values()[seen++], within(1e-12));
            }
        }
        assertThat(seen).isEqualTo(golden.values().length);
    }

    @ParameterizedTest
    @MethodSource("golden")
    void theEngineFollowsNumPyToFloatAccuracy(Golden golden) throws IOException {
        Optimizer optimizer = Optimizers.parse(golden.optimizer());
        double[] scale = numbers(rows().get(0)[1]);
        double[] goal = numbers(rows().get(1)[1]);
        float[] values = floats(numbers(rows().get(2)[1]));
        float[] gradients = new float[values.length];
        float[][] state = new float[optimizer.stateArrays()][values.length];
        for (int array = 0; array < state.length; array++) {
            Arrays.fill(state[array], (float) optimizer.initialState(array));
        }
        int seen = 0;
        for (int step = 1; step <= 20; step++) {
            for (int i = 0; i < values.length; i++) {
                gradients[i] = (float) (scale[i] * (values[i] - goal[i]));
            }
            optimizer.update(values, gradients, state, 0, DECAYING, golden.learningRate(), golden.weightDecay(), step);
            optimizer.update(values, gradients, state, DECAYING, values.length, golden.learningRate(), 0, step);
            for (int i = 0; SEEN.contains(step) && i < values.length; i++) {
                assertThat((double) values[i]).as("step %d", step).isCloseTo(golden.values()[seen++], within(1e-5));
            }
        }
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    static List<String> names() {
        return Optimizers.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void anySplitOfTheParametersGivesTheSameBits(String name) {
        long seed = 11;
        SplittableRandom random = new SplittableRandom(seed);
        Optimizer optimizer = Optimizers.parse(name);
        int size = 1001;
        float[][] whole = randomArrays(random, 2 + optimizer.stateArrays(), size);
        List<float[]> copies = new ArrayList<>();
        for (float[] array : whole) {
            copies.add(array.clone());
        }
        float[][] parts = copies.toArray(float[][]::new);
        for (int step = 1; step <= 3; step++) {
            update(optimizer, whole, 0, size, step);
            int middle = random.nextInt(size);
            update(optimizer, parts, middle, size, step);
            update(optimizer, parts, 0, middle, step);
        }
        assertThat(parts[0]).as("seed %d", seed).isEqualTo(whole[0]);
    }

    private static void update(Optimizer optimizer, float[][] arrays, int from, int to, int step) {
        float[][] state = Arrays.copyOfRange(arrays, 2, arrays.length);
        optimizer.update(arrays[0], arrays[1], state, from, to, 0.01, 0.1, step);
    }

    private static float[][] randomArrays(SplittableRandom random, int count, int size) {
        float[][] arrays = new float[count][size];
        for (float[] array : arrays) {
            for (int i = 0; i < size; i++) {
                array[i] = (float) random.nextDouble();
            }
        }
        return arrays;
    }

    @ParameterizedTest
    @MethodSource("names")
    void anOptimizerReadsBackFromItsText(String name) {
        Optimizer usual = Optimizers.parse(name);
        assertThat(usual.spec()).hasToString(name);
        assertThat(Optimizers.parse(usual.spec())).isEqualTo(usual);
    }

    @Test
    void unusualCoefficientsReadBackAndImpossibleOnesAreRefused() {
        Optimizer adam = new Adam(0.8, 0.99, 1e-4);
        assertThat(Optimizers.parse(adam.spec().toString())).isEqualTo(adam);
        assertThatThrownBy(() -> Optimizers.parse("momentum(1)"))
                .hasMessageContaining("momentum lies in [0, 1), got 1.0");
        assertThatThrownBy(() -> Optimizers.parse("adm")).hasMessageContaining("did you mean 'adam'");
    }
}
