package dev.descent.audit.recover;

import dev.descent.audit.algebra.Formula;
import dev.descent.audit.algebra.Formula.Axis;
import dev.descent.audit.algebra.Formula.Of;
import dev.descent.audit.algebra.Formula.Product;
import dev.descent.audit.algebra.Formula.Transpose;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.algebra.Symbol.Role;
import dev.descent.report.Fault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What gradients are made of by mistake: the wrong array, the wrong index of a loop, the last sample instead of all. */
final class WrongGradients {
    private static final String OTHER_ARRAY = "multiplies the delta by the wrong array, not by the input of the layer";

    static final String TRANSPOSED =
            "is the transpose of what it should be: the indices of input and unit have changed places";

    /** The simplest slips of a delta of which a bias's gradient alone may be made. */
    private static final int MOST_OTHER_DELTAS = 30;

    private WrongGradients() {}

    /** Arrays that a weight's gradient may be built from by mistake. */
    static List<Symbol> otherInputs(Program program, int layer) {
        List<Symbol> inputs = new ArrayList<>();
        if (layer > 1) {
            inputs.add(Symbol.logits(layer - 1));
        }
        for (int k = 0; k <= program.depth(); k++) {
            if (k != layer - 1) {
                inputs.add(Symbol.activation(k));
            }
        }
        for (int k = 1; k <= program.depth(); k++) {
            if (k != layer - 1) {
                inputs.add(Symbol.logits(k));
            }
        }
        return inputs;
    }

    static Candidate ofOtherInput(Symbol input, int layer) {
        return new Candidate(
                new Product(new Transpose(new Of(input)), new Of(Symbol.delta(layer))),
                Fault.GRADIENT_WRONG,
                OTHER_ARRAY);
    }

    /** A weight's or bias's, made of another delta than the one that is right. */
    static Candidate ofOtherDelta(Symbol gradient, Candidate delta) {
        Formula formula = gradient.role() == Role.BIAS_GRADIENT
                ? new Formula.Sum(Axis.SAMPLES, delta.formula())
                : new Product(new Transpose(new Of(Symbol.activation(gradient.layer() - 1))), delta.formula());
        return delta.formula() instanceof Of(Symbol other) && (other.role() == Role.ERROR || other.role() == Role.BACK)
                ? new Candidate(
                        formula,
                        Fault.GRADIENT_WRONG,
                        "is built from the error before its derivative, not from the delta")
                : new Candidate(formula, delta.fault(), delta.says());
    }

    /** Of the right arrays, put together in the wrong way. */
    static List<Candidate> ofWeight(Program program, int layer) {
        List<Candidate> wrong = new ArrayList<>();
        Formula input = new Of(Symbol.activation(layer - 1));
        Formula delta = new Of(Symbol.delta(layer));
        if (program.samples(program.iterations() - 1) > 1) {
            wrong.add(new Candidate(
                    new Product(new Transpose(new Formula.LastSample(input)), new Formula.LastSample(delta)),
                    Fault.GRADIENT_WRONG,
                    "is made of the last sample of the batch only: what the samples before add is overwritten"));
        }
        if (program.samples(program.iterations() - 1) > 1) {
            wrong.add(new Candidate(
                    new Product(reshaped(program, Symbol.activation(layer - 1)), delta),
                    Fault.GRADIENT_WRONG,
                    "reshapes the input of the layer where it has to be transposed"));
        }
        Matrix weight = program.before(Symbol.weight(layer), program.iterations() - 1);
        if (weight == null || weight.size() == 1) {
            return wrong;
        }
        if (weight.rows() >= weight.columns()) {
            wrong.add(new Candidate(
                    new Formula.OneIndex(input, delta, true),
                    Fault.GRADIENT_WRONG,
                    "takes the input by the index of the unit: every row is the same"));
        }
        if (weight.columns() >= weight.rows()) {
            wrong.add(new Candidate(
                    new Formula.OneIndex(input, delta, false),
                    Fault.GRADIENT_WRONG,
                    "takes the delta by the index of the input: every column is the same"));
        }
        if (weight.rows() == weight.columns()) {
            wrong.add(new Candidate(new Product(new Transpose(delta), input), Fault.GRADIENT_WRONG, TRANSPOSED));
        }
        return wrong;
    }

    /** What {@code reshape} makes of an array as the program keeps it, where its transpose is meant. */
    static Formula reshaped(Program program, Symbol symbol) {
        Formula array = new Of(symbol);
        Ref kept = symbol.role() == Role.WEIGHT ? program.parameter(symbol) : program.role(symbol);
        return kept != null && kept.transposed()
                ? new Transpose(new Formula.Reshaped(new Transpose(array)))
                : new Formula.Reshaped(array);
    }

    static List<Candidate> ofBias(Program program, Symbol bias) {
        List<Candidate> wrong = new ArrayList<>();
        Formula delta = new Of(Symbol.delta(bias.layer()));
        Formula zeros = new Formula.Minus(new Of(bias), new Of(bias));
        wrong.add(new Candidate(
                new Formula.Plus(zeros, new Formula.Sum(Axis.EVERYTHING, delta)),
                Fault.GRADIENT_WRONG_AXIS,
                "sums the delta over samples and units, so that every unit gets the same number"));
        if (program.samples(program.iterations() - 1) > 1) {
            wrong.add(new Candidate(
                    new Formula.LastSample(delta),
                    Fault.GRADIENT_WRONG,
                    "is made of the last sample of the batch only: what the samples before add is overwritten"));
        }
        return wrong;
    }

    /** Of a bias, as sums of other deltas than the one that is right: of wrong errors first, then of wrong derivatives. */
    static List<Candidate> ofOtherDeltas(Program program, Symbol bias) {
        return new DeltaCandidates(program)
                .besides(bias.layer()).stream()
                        .sorted(Comparator.comparing(
                                other -> other.formula().toString().contains("Derivative")))
                        .limit(MOST_OTHER_DELTAS)
                        .map(other -> ofOtherDelta(bias.gradient(), other))
                        .toList();
    }
}
