package dev.descent.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.audit.algebra.Matrix;
import dev.descent.data.NdArray;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One line of a hand-written network is wrong, or strange and right: the audit names it under the variable where it shows first. */
class HandNetTest {
    private static HandNet healthy() {
        return HandNet.ofTwoClasses(60, 3, 1.5);
    }

    private static Matrix inputs() {
        return healthy().x;
    }

    private static Matrix targets() {
        return healthy().y;
    }

    /** Four features, so that a layer of four units is square. */
    private static HandNet square() {
        return HandNet.ofTwoClasses(60, 4, 1.5);
    }

    @Test
    void aHealthyNetworkIsHealthy() {
        assertThat(healthy().findings()).isEmpty();
        assertThat(square().findings()).isEmpty();
    }

    // ---------------------------------------------------------------- gradients

    @Test
    void aGradientOfTheLastSampleOnlyIsNamed() {
        assertThat(
                        new HandNet(inputs(), targets(), 4) {
                            @Override
                            Matrix weightGradient(int layer, Matrix input, Matrix delta) {
                                int last = input.rows() - 1;
                                return layer == 1
                                        ? input.rows(last, last + 1).transposeTimes(delta.rows(last, last + 1))
                                        : super.weightGradient(layer, input, delta);
                            }
                        }.findings())
                .containsExactly("gradient-wrong dW1");
    }

    @Test
    void aGradientThatUsesOneIndexForBothArraysIsNamed() {
        HandNet net = square();
        assertThat(
                        new HandNet(net.x, net.y, 4) {
                            @Override
                            Matrix weightGradient(int layer, Matrix input, Matrix delta) {
                                return layer == 1
                                        ? Matrix.filled(4, 4, 0)
                                                .plus(input.by(delta).sumOfRows())
                                        : super.weightGradient(layer, input, delta);
                            }
                        }.findings())
                .containsExactly("gradient-wrong dW1");
    }

    @Test
    void aSumOverEverythingIsNamedUnderTheNumberThatHoldsIt() {
        assertThat(
                        new HandNet(inputs(), targets(), 4) {
                            @Override
                            Matrix biasGradient(int layer, Matrix delta) {
                                return layer == 1 ? Matrix.filled(1, 1, delta.sum()) : super.biasGradient(layer, delta);
                            }
                        }.findings())
                .containsExactly("gradient-wrong-axis db1");
    }

    @Test
    void aPenaltyThatDrivesTheWeightsOutIsNamed() {
        assertThat(withPenalty(-0.05).findings()).containsExactly("gradient-wrong dW2");
        assertThat(withPenalty(0.05).findings()).isEmpty();
    }

    private static HandNet withPenalty(double by) {
        return new HandNet(inputs(), targets(), 4) {
            @Override
            Matrix weightGradient(int layer, Matrix input, Matrix delta) {
                return super.weightGradient(layer, input, delta).plus((layer == 1 ? w1 : w2).scaled(by));
            }
        };
    }

    // ---------------------------------------------------------------- updates

    @Test
    void aVelocityThatIsNeverSlowedDownIsNoGradientThatIsNeverReset() {
        assertThat(withSums(true, 1).findings()).containsExactly("momentum-wrong vW2");
        assertThat(withSums(true, 0.8).findings()).isEmpty();
    }

    @Test
    void gradientsThatAddUpAreNamedUnderTheirSum() {
        assertThat(withSums(false, 1).findings()).containsExactly("gradient-accumulates vW2");
    }

    /** Steps that keep a share of what was before: of the step itself, or of the gradient. */
    private static HandNet withSums(boolean ofSteps, double kept) {
        return new HandNet(inputs(), targets(), 4) {
            private final Map<String, Matrix> sums = new LinkedHashMap<>();

            @Override
            Matrix updated(String name, Matrix parameter, Matrix gradient) {
                Matrix fresh = gradient.scaled(ofSteps ? rate : 1);
                Matrix before = sums.get(name);
                Matrix sum = before == null ? fresh : before.scaled(kept).plus(fresh);
                sums.put(name, sum);
                return parameter.minus(sum.scaled(ofSteps ? 1 : rate));
            }

            @Override
            void record(Map<String, NdArray> arrays, Matrix output) {
                sums.forEach((name, sum) -> put(arrays, "v" + name, sum));
            }
        };
    }

    @Test
    void aBiasCorrectionThatStaysThatOfTheFirstStepIsNamedWhereItShows() {
        assertThat(withAdam(true).findings()).singleElement().asString().startsWith("optimizer-wrong m_hat");
        assertThat(withAdam(false).findings()).isEmpty();
    }

    private static HandNet withAdam(boolean stays) {
        return new HandNet(inputs(), targets(), 4) {
            private final Map<String, Matrix> kept = new LinkedHashMap<>();
            private int calls;

            @Override
            Matrix updated(String name, Matrix parameter, Matrix gradient) {
                int t = stays ? 1 : 1 + Math.floorDiv(calls++, 4);
                Matrix m = kept("m_" + name, gradient, 0.9);
                Matrix v = kept("v_" + name, gradient.by(gradient), 0.999);
                Matrix first = m.scaled(1 / (1 - Math.pow(0.9, t)));
                Matrix second = v.scaled(1 / (1 - Math.pow(0.999, t)));
                kept.put("m_hat_" + name, first);
                kept.put("v_hat_" + name, second);
                return parameter.minus(first.scaled(0.05).over(second.mapExactly(value -> Math.sqrt(value) + 1e-8)));
            }

            private Matrix kept(String name, Matrix fresh, double beta) {
                Matrix before = kept.getOrDefault(name, fresh.scaled(0));
                Matrix now = before.scaled(beta).plus(fresh.scaled(1 - beta));
                kept.put(name, now);
                return now;
            }

            @Override
            void record(Map<String, NdArray> arrays, Matrix output) {
                kept.forEach((name, value) -> put(arrays, name, value));
            }
        };
    }

    @Test
    void aSecondNameOfAWeightAddsUpNoGradients() {
        assertThat(
                        new HandNet(inputs(), targets(), 4) {
                            private Matrix unused = w1;

                            @Override
                            Matrix updated(String name, Matrix parameter, Matrix gradient) {
                                Matrix next = super.updated(name, parameter, gradient);
                                if (name.equals("W1")) {
                                    unused = next;
                                    return parameter;
                                }
                                return next;
                            }

                            @Override
                            void record(Map<String, NdArray> arrays, Matrix output) {
                                arrays.keySet().removeAll(java.util.List.of("dW1", "dW2", "db1", "db2"));
                                put(arrays, "new_W1", unused);
                                put(arrays, "new_W2", w2);
                            }
                        }.findings())
                .containsExactly("update-discarded W1");
    }

    // ---------------------------------------------------------------- output and data

    @Test
    void aReluForOneOfTwoClassesIsNamed() {
        assertThat(
                        new HandNet(inputs(), targets(), 4) {
                            @Override
                            Matrix output(Matrix z) {
                                return z.mapExactly(value -> Math.max(0, value));
                            }

                            @Override
                            Matrix outputDelta(Matrix a) {
                                return super.outputDelta(a).by(a.mapExactly(Math::signum));
                            }
                        }.findings())
                .startsWith("output-activation-wrong A2");
    }

    @Test
    void anAutoencoderWhoseDumpHasNoDifferenceIsHealthy() {
        Matrix x = HandNet.sigmoid(inputs());
        assertThat(
                        new HandNet(x, x, 2) {
                            @Override
                            Matrix outputDelta(Matrix a) {
                                return a.minus(x)
                                        .by(a.by(a.mapExactly(value -> 1 - value)))
                                        .scaled(1.0 / x.rows());
                            }

                            @Override
                            void record(Map<String, NdArray> arrays, Matrix output) {
                                arrays.remove("y");
                            }
                        }.findings())
                .isEmpty();
    }

    @Test
    void standardisedInputsThatAnIntegerTypeHasTruncatedAreNamed() {
        assertThat(ofWholeNumbers(3, true).findings()).startsWith("inputs-invalid X");
        assertThat(ofWholeNumbers(3, false).findings()).isEmpty();
        assertThat(ofWholeNumbers(40, true).findings()).isEmpty();
    }

    /** Inputs of whole numbers; where they are as many, hardly two samples are alike. */
    private static HandNet ofWholeNumbers(int features, boolean integers) {
        HandNet net = HandNet.ofTwoClasses(200, features, 0.3);
        Matrix whole = net.x.mapExactly(value -> (long) value);
        return new HandNet(whole, net.y, 4) {
            @Override
            void record(Map<String, NdArray> arrays, Matrix output) {
                if (integers) {
                    long[] values = java.util.Arrays.stream(whole.values())
                            .mapToLong(value -> (long) value)
                            .toArray();
                    arrays.put("X", NdArray.of(values, whole.rows(), whole.columns()));
                }
            }
        };
    }

    @Test
    void answersOfYesAndNoAreNoTruncatedNumbers() {
        Matrix answers = HandNet.ofTwoClasses(200, 4, 0.5).x.mapExactly(value -> value > 0.3 ? 1 : 0);
        assertThat(
                        new HandNet(answers, HandNet.ofTwoClasses(200, 4, 0.5).y, 4) {
                            @Override
                            void record(Map<String, NdArray> arrays, Matrix output) {
                                long[] values = java.util.Arrays.stream(x.values())
                                        .mapToLong(value -> (long) value)
                                        .toArray();
                                arrays.put("X", NdArray.of(values, x.rows(), x.columns()));
                            }
                        }.findings())
                .isEmpty();
    }

    @Test
    void oneSampleSaysNothingOfTheStart() {
        assertThat(new HandNet(inputs().rows(0, 1), Matrix.filled(1, 1, 1), 6).findings())
                .isEmpty();
    }

    // ---------------------------------------------------------------- accuracies

    @Test
    void anAccuracyThatComparesOutputsWithTargetsAsTheyAreIsNamed() {
        assertThat(withNumber("accuracy", 0).findings()).containsExactly("metric-wrong accuracy");
        assertThat(withNumber("best_accuracy", 0).findings()).isEmpty();
        assertThat(withNumber("total", 0).findings()).isEmpty();
    }

    private static HandNet withNumber(String name, double value) {
        return new HandNet(inputs(), targets(), 4) {
            @Override
            void record(Map<String, NdArray> arrays, Matrix output) {
                put(arrays, name, value);
            }
        };
    }

    @Test
    void anAccuracyOfEverySampleWithEveryTargetIsNamed() {
        assertThat(withAccuracy(true).findings()).containsExactly("metric-wrong score");
        assertThat(withAccuracy(false).findings()).isEmpty();
    }

    private static HandNet withAccuracy(boolean ofAllPairs) {
        return new HandNet(inputs(), targets(), 4) {
            @Override
            void record(Map<String, NdArray> arrays, Matrix output) {
                int right = 0;
                int pairs = 0;
                for (int i = 0; i < y.rows(); i++) {
                    for (int j = 0; j < y.rows(); j++) {
                        boolean same = output.at(i) > 0.5 == y.at(j) > 0.5;
                        pairs += same ? 1 : 0;
                        right += same && i == j ? 1 : 0;
                    }
                }
                put(arrays, "score", ofAllPairs ? (double) pairs / y.rows() / y.rows() : (double) right / y.rows());
            }
        };
    }
}
