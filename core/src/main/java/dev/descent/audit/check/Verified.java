package dev.descent.audit.check;

import dev.descent.audit.algebra.Formula;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Explanation;
import dev.descent.audit.recover.Layer;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Ref;
import dev.descent.audit.recover.Step;
import dev.descent.audit.recover.Update;
import dev.descent.report.Check;
import dev.descent.report.Fault;
import dev.descent.report.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The formulas that hold, one by one, and what was not understood. */
final class Verified {
    /** What is this many times further off than rounding explains does not hold in that step, and gets no tick. */
    private static final double OFF = 1000;

    /** What may be wrong with how a parameter is moved. */
    private static final Set<Fault> OF_STEPS = Set.of(
            Fault.STEP_ASCENDS,
            Fault.STEP_TOO_LARGE,
            Fault.STEP_TOO_SMALL,
            Fault.MOMENTUM_WRONG,
            Fault.OPTIMIZER_WRONG,
            Fault.REGULARISATION_TOO_STRONG);

    private static final String NOT_EVERYTHING =
            "not everything was tried, the search was stopped: fewer arrays or samples in the dump would be searched to the end";

    private final Examination examination;
    private final Program program;
    private final List<Check> checks = new ArrayList<>();

    Verified(Examination examination) {
        this.examination = examination;
        this.program = examination.program();
    }

    /** @param found a step that a finding is about is not right, though it was recognised */
    List<Check> checks(List<Finding> found) {
        Set<String> blamed = places(found.stream()
                .filter(finding -> OF_STEPS.contains(finding.fault()))
                .toList());
        for (int k = 1; k <= program.depth(); k++) {
            forward(k, program.forward().layer(k));
        }
        program.explanations().forEach((symbol, explanation) -> {
            if (explanation.fault() == null && program.role(symbol) != null) {
                backward(symbol, explanation);
            } else if (explanation.fault() == null) {
                notShown("delta of layer ", symbol, explanation.formula());
            }
        });
        program.updates().forEach((parameter, update) -> {
            boolean isKnown = !(update instanceof Update.Still) && !(update instanceof Update.Unknown);
            if (isKnown
                    && !blamed.containsAll(names(program.parameter(parameter).name()))) {
                checks.add(new Check(
                        "update of layer " + parameter.layer(),
                        program.parameter(parameter).name() + " = " + Wording.update(examination, parameter, update),
                        Double.NaN,
                        Double.NaN));
            }
        });
        return checks;
    }

    private void forward(int k, Layer layer) {
        Formula sums = program.formula(Symbol.logits(k));
        if (layer.logits() != null && sums != null) {
            add("weighted sum of layer " + k, layer.logits(), sums, 1, program.print(sums, layer.logits()));
        }
        Formula activation = program.formula(Symbol.activation(k));
        boolean judged = !layer.activation().mixesSamples()
                && !layer.activation().isSlipped()
                && !Objects.equals(layer.output(), layer.logits());
        if (layer.output() != null && activation != null && judged) {
            add("activation of layer " + k, layer.output(), activation, 1, program.print(activation, layer.output()));
        } else if (layer.output() == null && activation != null) {
            Formula whole = layer.logits() == null && sums != null
                    ? new Formula.Activate(layer.activation(), sums)
                    : activation;
            notShown("activation of layer ", Symbol.activation(k), whole);
        }
    }

    /** What formulas that hold are made of. */
    private void notShown(String what, Symbol symbol, Formula formula) {
        checks.add(new Check(
                what + symbol.layer() + ", which is not in the dump",
                symbol.standardName() + " = " + formula.print(program, false),
                Double.NaN,
                Double.NaN));
    }

    private void backward(Symbol symbol, Explanation explanation) {
        Ref ref = program.role(symbol);
        if (ref != null) {
            String what = switch (symbol.role()) {
                case DELTA -> "delta of layer ";
                case BACK -> "error sent back to layer ";
                default -> "gradient of layer ";
            };
            add(
                    what + symbol.layer(),
                    ref,
                    explanation.formula(),
                    explanation.scale(),
                    Wording.formula(examination, symbol, explanation.formula(), explanation.scale()));
        }
    }

    /** With the largest difference in the last step that has the array, and what rounding explains there. */
    private void add(String says, Ref ref, Formula formula, double scale, String text) {
        double difference = Double.NaN;
        double tolerance = Double.NaN;
        for (Step step : examination.steps().reversed()) {
            Matrix seen = ref.at(step.iteration());
            Matrix value = seen == null ? null : step.compute(formula);
            if (seen != null && value != null && value.sameShape(seen) && seen.isFinite()) {
                Matrix expected = value.scaled(scale);
                difference = seen.minus(expected).largestFinite();
                tolerance = rounding(seen, expected);
                break;
            }
        }
        if (!(difference > OFF * tolerance)) {
            checks.add(new Check(says, ref.name() + " = " + text, difference, tolerance));
        }
    }

    private static double rounding(Matrix seen, Matrix expected) {
        double largest = 0;
        for (int i = 0; i < seen.size(); i++) {
            largest = Math.max(largest, seen.bound(i) + expected.bound(i));
        }
        return 16 * Math.max(seen.epsilon(), expected.epsilon()) * largest;
    }

    /** The variables that findings name. */
    private static Set<String> places(List<Finding> found) {
        Set<String> places = new HashSet<>();
        found.forEach(finding -> places.addAll(names(finding.place())));
        return places;
    }

    private static List<String> names(String place) {
        return List.of(place.split(", ", -1));
    }

    /** What to add to the dump where a parameter's update is not understood. */
    private String lacking(Symbol parameter) {
        if (program.iterations() < 2) {
            return "one iteration shows no change, add a second one";
        }
        Explanation gradient = program.explanations().get(parameter.gradient());
        Ref shown = program.role(parameter.gradient());
        return shown != null && gradient != null && gradient.fault() == null
                ? "%s is right, but does not make the change from one record to the next: record at every update, not now and then"
                        .formatted(shown.name())
                : "add its gradient, and what the update keeps from step to step, to the dump";
    }

    /** @param found what a finding names is said there */
    List<String> unidentified(List<Finding> found) {
        Set<String> named = places(found);
        List<String> sentences = new ArrayList<>();
        if (program.forward().target() == null) {
            sentences.add("no array was found that the output is compared with: add the targets to the dump");
        }
        program.updates().forEach((parameter, update) -> {
            String name = program.parameter(parameter).name();
            if (update instanceof Update.Unknown && !named.contains(name)) {
                sentences.add("how %s is updated: %s".formatted(name, lacking(parameter)));
            }
        });
        program.explanations().forEach((symbol, explanation) -> {
            String place = Wording.place(examination, symbol);
            if (explanation.isUnknown() && !named.contains(place)) {
                sentences.add("how %s is computed".formatted(place));
            }
        });
        if (!sentences.isEmpty() && program.book().effort().wasTooLittle()) {
            sentences.add(NOT_EVERYTHING);
        }
        return sentences;
    }
}
