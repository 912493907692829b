package dev.descent.audit.recover;

import dev.descent.audit.algebra.Formula;
import dev.descent.audit.algebra.Formula.Axis;
import dev.descent.audit.algebra.Formula.Derivative;
import dev.descent.audit.algebra.Formula.Minus;
import dev.descent.audit.algebra.Formula.Of;
import dev.descent.audit.algebra.Formula.Penalised;
import dev.descent.audit.algebra.Formula.Product;
import dev.descent.audit.algebra.Formula.Sum;
import dev.descent.audit.algebra.Formula.Times;
import dev.descent.audit.algebra.Formula.Transpose;
import dev.descent.audit.algebra.Nonlinearity;
import dev.descent.audit.algebra.Penalty;
import dev.descent.audit.algebra.Slope;
import dev.descent.audit.algebra.Symbol;
import dev.descent.report.Fault;
import java.util.List;

/** What the arrays of a backward pass should be computed as, by the chain rule, from the arrays that the program has. */
public final class Exact {
    private Exact() {}

    /** Of a delta, an error sent back or a gradient. */
    public static Formula formula(Program program, Symbol symbol) {
        int layer = symbol.layer();
        return switch (symbol.role()) {
            case DELTA -> layer == program.depth() ? outputDelta(program) : hiddenDelta(program, layer);
            case BACK -> sentBack(layer);
            case GRADIENT -> gradient(program, symbol);
            case BIAS_GRADIENT -> new Sum(Axis.SAMPLES, new Of(Symbol.delta(layer)));
            default -> throw new IllegalArgumentException(symbol.standardName() + " is not of the backward pass");
        };
    }

    /** With the penalty of the program, which draws weights to 0. */
    private static Formula gradient(Program program, Symbol symbol) {
        Symbol input = Symbol.activation(symbol.layer() - 1);
        Formula exact = new Product(new Transpose(new Of(input)), new Of(Symbol.delta(symbol.layer())));
        Explanation own = program.explanations().get(symbol);
        return own != null
                        && own.formula()
                                instanceof Penalised(Formula _, Penalty penalty, Symbol of, Symbol _, double by)
                ? new Penalised(exact, penalty, of, input, Math.abs(by))
                : exact;
    }

    private static Formula sentBack(int layer) {
        return new Product(new Of(Symbol.delta(layer + 1)), new Transpose(new Of(Symbol.weight(layer + 1))));
    }

    private static Formula hiddenDelta(Program program, int layer) {
        Symbol back = Symbol.back(layer);
        Formula base = program.role(back) == null ? sentBack(layer) : new Of(back);
        return times(base, program, layer);
    }

    /** Squared error, or cross-entropy with softmax or where a wrong delta has no derivative, which is part of the difference then. */
    private static Formula outputDelta(Program program) {
        Formula difference = program.role(program.error()) == null
                ? new Minus(program.output(), program.goal())
                : new Of(program.error());
        return program.forward().layer(program.depth()).activation().isSoftmax() || isOfCrossEntropy(program)
                ? difference
                : times(difference, program, program.depth());
    }

    private static boolean isOfCrossEntropy(Program program) {
        Explanation own = program.explanations().get(Symbol.delta(program.depth()));
        return own != null
                && own.fault() == Fault.GRADIENT_WRONG
                && !own.isUnknown()
                && program.forward().layer(program.depth()).activation().equals(Nonlinearity.SIGMOID)
                && !own.formula().toString().contains("Derivative");
    }

    private static Formula times(Formula base, Program program, int layer) {
        Nonlinearity activation = program.forward().layer(layer).activation();
        List<Slope.Applied> slopes = Slope.exact(activation);
        if (slopes.isEmpty()) {
            return base;
        }
        Slope.Applied slope = slopes.getFirst();
        return new Times(
                base,
                new Derivative(
                        slope.slope(),
                        new Of(
                                slope.argument() == Slope.Argument.LOGITS
                                        ? Symbol.logits(layer)
                                        : Symbol.activation(layer))));
    }
}
