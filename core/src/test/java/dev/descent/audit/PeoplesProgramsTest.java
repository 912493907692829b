package dev.descent.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.audit.read.TraceReader;
import dev.descent.data.NdArray;
import dev.descent.report.Finding;
import dev.descent.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs in the manner of well-known tutorials, books and videos, recorded as their readers would record them. */
class PeoplesProgramsTest {
    private static final Path PROGRAMS = Path.of("src/test/resources/audit-people");

    private static Audit audit(String program) throws IOException {
        return Audit.of(TraceReader.read(PROGRAMS.resolve(program)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "britz-healthy",
                "brownlee-healthy",
                "cs231n_class-healthy",
                "deutsch-healthy",
                "dropout-healthy",
                "habits-ahead",
                "habits-amsgrad",
                "habits-clipped",
                "habits-masks",
                "habits-memory",
                "habits-rate_of_one",
                "habits-unused_raw",
                "habits-sine",
                "habits-softsign",
                "kaggle32-healthy",
                "lague-healthy",
                "modules-healthy",
                "nielsen-healthy",
                "nielsen2-healthy",
                "nielsen_matrix-healthy",
                "odd-healthy",
                "questions-copies",
                "sequential-healthy",
                "lines-guarded",
                "lines-looks_ahead",
                "lines-threshold",
                "scalars-cubic",
                "scalars-line",
                "scalars-logistic",
                "records-decimals",
                "records-digits",
                "records-line_after",
                "records-no_biases",
                "records-words",
                "rules-adamw",
                "rules-adamw_moments",
                "rules-biases_too",
                "rules-but_bias",
                "rules-one_vs_all",
                "rules-weight_decay",
                "slips-counts",
                "slips-words",
                "thetas-healthy",
                "turns-curve",
                "turns-epochs",
                "turns-nesterov",
                "turns-samples",
                "weights_only-healthy",
                "zhang-healthy"
            })
    void aHealthyProgramIsUnderstoodAndNotBlamed(String program) throws IOException {
        Audit audit = audit(program);
        assertThat(audit.report().findings()).isEmpty();
        assertThat(audit.isUnderstood()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"habits-graph", "habits-soft", "habits-two_heads", "records-line_before", "turns-traegheit"})
    void whatIsNotKnownWholeIsNotBlamedForIt(String program) throws IOException {
        assertThat(audit(program).report().findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "nielsen-ascends, step-ascends, self.weights[0]",
        "nielsen-no_prime, derivative-missing, nabla_w[0]",
        "nielsen-frozen_biases, update-discarded, self.biases[0]|self.biases[1]",
        "nielsen2-of_activation, derivative-wrong-input, nabla_w[1]",
        "nielsen2-strong_decay, regularisation-too-strong, self.weights[0]|self.weights[1]|self.weights[2]",
        "nielsen_matrix-transposed_error, backprop-wrong-weights, nabla_w[0]",
        "nielsen_matrix-wrong_axis, gradient-wrong-axis, nabla_b[0]",
        "cs231n_class-no_gate, derivative-missing, self.params[W1]",
        "cs231n_class-no_mean, step-too-large, self.params[W1]",
        "weights_only-ascends, step-ascends, w1",
        "weights_only-no_derivative, derivative-missing, w1",
        "lague-no_derivative, derivative-missing, layers[0].costGradientW|layers[0].costGradientB",
        "brownlee-sign, step-ascends, network[0][*][weights]",
        "sequential-later_weights, backprop-wrong-weights, model.layers[0].W",
    })
    void aFaultIsNamedThoughNoActivationIsInTheDump(String program, String fault, String variables) throws IOException {
        Finding first = audit(program).report().findings().getFirst();
        assertThat(first.fault().code()).isEqualTo(fault);
        // A fault may stand in several variables: any of them is right.
        assertThat(variables.split("\\|")).contains(first.place().split(", ")[0]);
    }

    @ParameterizedTest
    @CsvSource({
        "dropout-mask_forgotten, derivative-missing, dZ1",
        "moves-added, gradient-wrong, b2",
        "moves-divides_by_nothing, optimizer-wrong, W2",
        "moves-left_out, update-discarded, b1",
        "moves-left_out_adam, update-discarded, b1",
        "moves-mean_goes_down, step-ascends, W1",
        "moves-mean_of_mean, step-too-small, gb1",
        "moves-number, gradient-wrong, b2",
        "moves-set_to_step, gradient-wrong, W2",
        "moves-set_to_velocity, momentum-wrong, W2",
        "moves-turns_round, momentum-wrong, vW2",
        "records-climbs, step-ascends, W1",
        "records-digits_of_z, derivative-wrong-input, d1",
        "records-held_down, units-dead, b1",
        "records-no_biases_gate, derivative-missing, d1",
        "records-penalty, regularisation-too-strong, W1",
        "records-sum_beside_mean, step-too-large, b",
        "shares-added, gradient-wrong, dscores",
        "shares-assigned, gradient-wrong, dscores",
        "shares-everything, softmax-wrong-axis, probs",
        "shares-largest, softmax-wrong-axis, probs",
        "shares-mean, output-activation-wrong, probs",
        "shares-minus, output-activation-wrong, probs",
        "shares-turned, activation-wrong, h",
        "dropout-no_gate, derivative-missing, dA1",
        "odd-collapse, step-too-large, W1",
        "odd-everything, softmax-wrong-axis, P",
        "odd-no_derivative, derivative-missing, dZ1",
        "odd-other_array, gradient-wrong, dW2",
        "odd-other_weights, backprop-wrong-weights, dZ1",
        "questions-columns, derivative-missing, S1",
        "questions-equal, init-symmetric, poids1",
        "questions-diverges, step-too-large, w1",
        "questions-raw, inputs-unscaled, x",
        "questions-one_softmax, output-activation-wrong, P",
        "habits-apart, targets-misaligned, y_train",
        "habits-behind, momentum-wrong, w1_ahead",
        "habits-born, momentum-wrong, vW2",
        "habits-bracket, momentum-wrong, vW2",
        "habits-decay, regularisation-too-strong, W2",
        "habits-dropout, regularisation-too-strong, mask",
        "habits-elu, derivative-wrong-input, dz1",
        "habits-equal, init-symmetric, w1",
        "habits-labels, output-activation-wrong, probs",
        "habits-linear, activation-missing, W1",
        "habits-log, inputs-invalid, log_income",
        "habits-mean_twice, step-too-small, gW1",
        "habits-minmax, split-mismatch, X_test",
        "habits-from_one, targets-wrong-encoding, Y",
        "habits-one_hot_answers, metric-wrong, accuracy",
        "habits-single, backprop-wrong-weights, error",
        "habits-whole_columns, gradient-wrong, d",
        "habits-never_moves, update-discarded, layers[1].b",
        "habits-not_reset, gradient-accumulates, net[1].dW",
        "habits-one_velocity, momentum-wrong, v[0]",
        "habits-online, backprop-wrong-weights, dh",
        "habits-other_decay, optimizer-wrong, v_hat[1]",
        "habits-parameter, momentum-wrong, v2",
        "habits-relu_end, output-activation-wrong, yhat",
        "habits-reshaped, targets-wrong-encoding, Y",
        "habits-same_array, momentum-wrong, W_prev",
        "habits-sigmoids, activation-wrong, a1",
        "habits-slipped, targets-misaligned, y",
        "habits-tanh_logs, output-activation-wrong, p",
        "habits-vanishing, step-too-small, rate",
        "scalars-ascends, step-ascends, m",
        "scalars-no_feature, gradient-wrong, m",
        "scalars-other_feature, gradient-wrong, dw2",
        "scalars-other_power, gradient-wrong, grad_c",
        "scalars-still, update-discarded, c",
        "scalars-sum, step-too-large, m",
        "lines-added, gradient-wrong, d",
        "lines-by_class, data-unshuffled, X",
        "lines-no_minus, activation-wrong, h",
        "lines-one_number, gradient-wrong, W2",
        "lines-rate_twice, momentum-wrong, v2",
        "lines-replaced, gradient-wrong, W2",
        "lines-threshold_up, step-ascends, b1",
        "lines-saturated, numerically-unstable, dA",
        "rules-grows, gradient-wrong, W2",
        "rules-subtracted, gradient-wrong, grad",
        "rules-strong, regularisation-too-strong, W2",
        "turns-columns, backprop-wrong-weights, dA1",
        "turns-inputs, gradient-wrong, dW1",
        "turns-missing, targets-misaligned, y",
        "turns-moments, optimizer-wrong, params[1]",
        "turns-no_slope, derivative-missing, dh",
        "turns-no_slope_of_samples, derivative-missing, delta_hidden",
        "turns-one_unit, output-activation-wrong, y_hat",
        "turns-own_update, backprop-wrong-weights, delta_hidden",
        "turns-scores, targets-out-of-range, target",
        "turns-small_batches, gradient-wrong, g1",
        "turns-sorted, data-unshuffled, X",
        "turns-weights, backprop-wrong-weights, W1",
        "slips-blank, inputs-invalid, X",
        "slips-cost, derivative-doubled, delta",
        "slips-from_zero, optimizer-wrong, m_hat",
        "slips-others_delta, gradient-wrong, db1",
        "slips-part, data-leak, X_test",
        "slips-square, gradient-wrong, gW2",
        "slips-gate, derivative-wrong-input, dz1",
        "slips-grown, gradient-wrong-axis, db1",
        "slips-hinge, targets-wrong-encoding, y",
        "slips-layers_of_zeros, init-symmetric, layers[0][w]",
        "slips-zeros, init-symmetric, syn0",
        "slips-large, init-too-large, w1",
        "slips-last, momentum-wrong, dw2",
        "slips-nan_cost, numerically-unstable, kl",
        "slips-no_root, optimizer-wrong, W2",
        "slips-numbers, targets-wrong-encoding, y",
        "slips-others, momentum-wrong, v_w3",
        "slips-overwritten, derivative-wrong-input, delta",
        "slips-pairs, gradient-wrong, error",
        "slips-shared, optimizer-wrong, m_W2",
        "slips-sorted, data-unshuffled, batch",
        "slips-truncated, inputs-invalid, batch",
        "slips-twice, derivative-doubled, gW1",
        "slips-units, gradient-wrong-axis, db2",
        "slips-wide, gradient-wrong, error",
    })
    void whatIsRareIsRecognisedToo(String program, String fault, String variable) throws IOException {
        Finding first = audit(program).report().findings().getFirst();
        assertThat(first.fault().code()).isEqualTo(fault);
        assertThat(first.place().split(", ")[0]).isEqualTo(variable);
    }

    @Test
    void partialDerivativesOfSingleNumbersAreNoWrongDeltas() {
        double[] w = {-0.31, 0.34, -0.14, -0.5, 0.24, -1.76};
        double[] b = {-1.09, -1.1, -0.29};
        double[][] data = {{-2, -1}, {2.5, 0.6}, {1.7, 0.4}, {-1.5, -0.6}, {0.8, 0.3}, {-0.9, -0.4}};
        double[] targets = {1, 0, 0, 1, 0, 1};
        List<Map<String, NdArray>> iterations = new ArrayList<>();
        for (int t = 0; t < data.length; t++) {
            iterations.add(neurons(w, b, data[t], targets[t]));
        }
        assertThat(Audit.of(Trace.of("neurons", iterations)).report().findings())
                .isEmpty();
    }

    /** A step of two hidden neurons and one output, in the manner of Victor Zhou's introduction; weights and biases are changed. */
    private static Map<String, NdArray> neurons(double[] w, double[] b, double[] x, double target) {
        double[] sums = new double[3];
        double[] a = new double[3];
        for (int j = 0; j < 3; j++) {
            sums[j] = j < 2 ? w[2 * j] * x[0] + w[2 * j + 1] * x[1] + b[j] : w[4] * a[0] + w[5] * a[1] + b[2];
            a[j] = 1 / (1 + Math.exp(-sums[j]));
        }
        Map<String, Double> numbers = new LinkedHashMap<>();
        for (int j = 0; j < 2; j++) {
            numbers.put("sum_h" + (j + 1), sums[j]);
            numbers.put("h" + (j + 1), a[j]);
        }
        numbers.put("sum_o1", sums[2]);
        numbers.put("y_pred", a[2]);
        numbers.put("y_true", target);
        double loss = -2 * (target - a[2]);
        double slope = a[2] * (1 - a[2]);
        numbers.put("d_L_d_ypred", loss);
        numbers.put("d_ypred_d_b3", slope);
        for (int j = 0; j < 2; j++) {
            numbers.put("d_ypred_d_w" + (5 + j), a[j] * slope);
            numbers.put("d_ypred_d_h" + (j + 1), w[4 + j] * slope);
        }
        for (int j = 0; j < 2; j++) {
            double delta = loss * w[4 + j] * slope * a[j] * (1 - a[j]);
            w[2 * j] -= 0.1 * delta * x[0];
            w[2 * j + 1] -= 0.1 * delta * x[1];
            b[j] -= 0.1 * delta;
            w[4 + j] -= 0.1 * loss * slope * a[j];
        }
        b[2] -= 0.1 * loss * slope;
        Map<String, NdArray> arrays = new LinkedHashMap<>();
        for (int i = 0; i < w.length; i++) {
            arrays.put("w" + (i + 1), NdArray.scalar(w[i]));
        }
        for (int i = 0; i < b.length; i++) {
            arrays.put("b" + (i + 1), NdArray.scalar(b[i]));
        }
        arrays.put("x", NdArray.of(x, 2));
        numbers.forEach((name, value) -> arrays.put(name, NdArray.scalar(value)));
        return arrays;
    }

    @Test
    void theNumberOfTheIterationIsNoTarget() throws IOException {
        // Its first two values are those of XOR's targets.
        Audit audit = Audit.of(TraceReader.read(PROGRAMS.resolveSibling("audit-programs/loops-healthy")));
        assertThat(audit.report().findings()).isEmpty();
        assertThat(audit.isUnderstood()).isTrue();
    }

    @Test
    void whatIsNotInTheDumpIsNamedByItsStandardNameAndExplained() throws IOException {
        Report report = audit("nielsen-no_prime").report();
        assertThat(report.findings().getFirst().remedy())
                .isEqualTo(
                        "layer1.delta = (layer2.delta @ self.weights[1]) * layer1.activation * (1 - layer1.activation)");
        assertThat(report.verified())
                .anySatisfy(
                        check -> assertThat(check.formula())
                                .isEqualTo(
                                        "layer1.activation = sigmoid(mini_batch[*][0] @ self.weights[0].T + self.biases[0].T)"));
    }

    @Test
    void whatAFindingExplainsIsNotSaidToBeUnknown() throws IOException {
        Report report = audit("slips-others").report();
        assertThat(report.findings().getFirst().place()).isEqualTo("v_w3, w3");
        assertThat(report.unidentified()).isEmpty();
    }

    @Test
    void aDumpOfNothingButWeightsIsToldWhatToAdd() throws IOException {
        Audit audit = audit("just_weights-healthy");
        assertThat(audit.isUnderstood()).isFalse();
        assertThat(audit.report().unidentified())
                .singleElement()
                .asString()
                .contains("w1 → w2", "the inputs (9 numbers a sample) and the targets");
    }

    @Test
    void oneIterationIsToldToBecomeMore() {
        Trace one = Trace.of("one", List.of(Map.of("a", NdArray.of(new double[] {1, 2, 3, 4}, 2, 2))));
        assertThat(Audit.of(one).report().unidentified())
                .singleElement()
                .asString()
                .contains("at least two");
    }

    @Test
    void everyTickedFormulaHoldsToRoundingError() throws IOException {
        try (var listed = Files.list(PROGRAMS)) {
            for (Path program :
                    listed.filter(path -> path.toString().endsWith("-healthy")).toList()) {
                assertThat(Audit.of(TraceReader.read(program)).report().verified())
                        .as(program.toString())
                        .filteredOn(check -> check.isMeasured() && !check.says().startsWith("replayed"))
                        .allSatisfy(check -> assertThat(check.difference()).isLessThan(1000 * check.tolerance()));
            }
        }
    }

    @Test
    void longListsOfSamplesBecomeMatricesAndLayersStayThemselves() {
        Map<String, NdArray> arrays = new LinkedHashMap<>();
        for (int sample = 0; sample < 10; sample++) {
            arrays.put("batch[" + sample + "][0]", NdArray.of(new double[] {sample, 1}, 2, 1));
            arrays.put("batch[" + sample + "][1]", NdArray.of(new double[] {-sample}, 1, 1));
        }
        arrays.put("b[0]", NdArray.of(new double[3], 3));
        arrays.put("b[1]", NdArray.of(new double[3], 3));
        Map<String, NdArray> joined = SampleLists.joined(Trace.of("lists", List.of(arrays)))
                .iterations()
                .getFirst();
        assertThat(joined.keySet()).containsExactly("b[0]", "b[1]", "batch[*][0]", "batch[*][1]");
        assertThat(joined.get("batch[*][0]").shape()).containsExactly(10, 2);
        assertThat(joined.get("batch[*][0]").toDoubles()).startsWith(0, 1, 1, 1, 2, 1);
    }

    @Test
    void biasesThatAreWorkedOutAreSaidToBe() throws IOException {
        assertThat(audit("records-no_biases").report().notes())
                .anyMatch(note -> note.contains("leaves out biases: W1_bias, W2_bias were worked out"));
    }
}
