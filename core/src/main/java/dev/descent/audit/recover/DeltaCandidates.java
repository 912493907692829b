package dev.descent.audit.recover;

import dev.descent.audit.algebra.Formula;
import dev.descent.audit.algebra.Formula.Derivative;
import dev.descent.audit.algebra.Formula.Guarded;
import dev.descent.audit.algebra.Formula.Minus;
import dev.descent.audit.algebra.Formula.Of;
import dev.descent.audit.algebra.Formula.Over;
import dev.descent.audit.algebra.Formula.Plus;
import dev.descent.audit.algebra.Formula.Product;
import dev.descent.audit.algebra.Formula.Signs;
import dev.descent.audit.algebra.Formula.SoftmaxJacobian;
import dev.descent.audit.algebra.Formula.Times;
import dev.descent.audit.algebra.Formula.Transpose;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Nonlinearity;
import dev.descent.audit.algebra.Nonlinearity.Kind;
import dev.descent.audit.algebra.Slope;
import dev.descent.audit.algebra.Slope.Applied;
import dev.descent.audit.algebra.Slope.Argument;
import dev.descent.audit.algebra.Slope.Form;
import dev.descent.audit.algebra.Symbol;
import dev.descent.report.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a layer's delta (∂loss/∂logits) may be computed as: first the exact formulas, then the usual slips, the simplest
 * first. A delta is a base (the error, or the delta above sent back through the weights) times a derivative.
 */
final class DeltaCandidates {
    private static final String WITHOUT_MASK = "leaves out the mask of the dropout";

    /** Between two slips of one formula. */
    static final String AND = ", and ";

    /** Beside softmax, those whose derivative cancels in the loss that goes with them: cross-entropy and, of counts, Poisson's. */
    private static final Set<Kind> CANONICAL = Set.of(Kind.SIGMOID, Kind.EXPONENTIAL);

    /** What people add to a divisor. */
    private static final double[] GUARDS = {1e-8, 1e-9, 1e-7, 1e-10, 1e-12, 1e-15, 1e-6, 1e-5};

    private final Program program;

    DeltaCandidates(Program program) {
        this.program = program;
    }

    /** A base, and what is wrong with it. */
    private record Base(Formula formula, @Nullable Fault fault, String says, int kind) {
        static final int DIFFERENCE = 0;
        static final int RATIO = 1;
        static final int LOGISTIC_RATIO = 2;
        static final int SIGN = 3;
        static final int SENT_BACK = 4;
        static final int COLUMNS = 5;
        static final int OTHER = 6;

        /** A ratio whose divisor is kept from 0: taken as it is meant, or not at all. */
        static final int GUARDED = 7;
    }

    /** Of a layer, the exact ones first. */
    List<Candidate> of(int layer) {
        List<Base> bases = layer == program.depth() ? outputBases() : hiddenBases(layer);
        Nonlinearity activation = program.forward().layer(layer).activation();
        List<Candidate> exact = new ArrayList<>();
        List<Candidate> slips = new ArrayList<>();
        for (Base base : bases) {
            // A ratio of what may be no targets at all, times what undoes it, is these themselves.
            boolean right = (base.kind() == Base.RATIO && !isGiven()) || base.kind() == Base.GUARDED;
            for (Candidate candidate : times(base, layer, activation)) {
                if (right && !candidate.isExact()) {
                    continue;
                }
                (candidate.isExact() ? exact : slips).add(candidate);
            }
        }
        slips.sort((a, b) -> a.formula().weight() - b.formula().weight());
        exact.addAll(slips);
        return exact;
    }

    /** What a gradient may be built from beside a delta that is right: it times the derivative once more, and the usual slips. */
    List<Candidate> besides(int layer) {
        List<Candidate> all = new ArrayList<>();
        Nonlinearity activation = program.forward().layer(layer).activation();
        for (Applied slope : Slope.exact(activation)) {
            all.add(new Candidate(
                    new Times(new Of(Symbol.delta(layer)), derivative(slope, layer)),
                    Fault.DERIVATIVE_DOUBLED,
                    "multiplies by the derivative of the " + activation + " twice"));
        }
        for (int k = 1; k <= program.depth(); k++) {
            if (k != layer) {
                all.add(new Candidate(
                        new Of(Symbol.delta(k)), Fault.GRADIENT_WRONG, "is built from the delta of layer " + k));
            }
        }
        of(layer).stream().filter(candidate -> !candidate.isExact()).forEach(all::add);
        return all;
    }

    /** What the error sent back to a layer may be computed as, before the layer's derivative. */
    List<Candidate> sentBack(int layer) {
        return products(layer).stream()
                .map(base -> new Candidate(base.formula(), base.fault(), base.says()))
                .toList();
    }

    // ---------------------------------------------------------------- bases

    private List<Base> outputBases() {
        Formula output = program.output();
        Formula target = program.goal();
        Formula difference =
                program.role(program.error()) == null ? new Minus(output, target) : new Of(program.error());
        List<Base> bases = new ArrayList<>();
        bases.add(new Base(difference, null, "", Base.DIFFERENCE));
        bases.add(new Base(new Over(target, output), null, "", Base.RATIO));
        bases.add(new Base(
                new Over(difference, new Derivative(new Slope(Form.LOGISTIC), output)), null, "", Base.LOGISTIC_RATIO));
        bases.add(new Base(new Signs(difference), null, "", Base.SIGN));
        boolean isShown = program.role(Symbol.activation(program.depth())) != null;
        if (isShown && program.forward().layer(program.depth()).activation().kind() == Kind.SIGMOID) {
            for (double epsilon : GUARDS) {
                bases.add(new Base(
                        new Guarded(difference, new Derivative(new Slope(Form.LOGISTIC), output), epsilon),
                        null,
                        "",
                        Base.GUARDED));
                Formula rest = new Minus(new Formula.One(), output);
                bases.add(new Base(
                        new Minus(
                                new Guarded(new Minus(new Formula.One(), target), rest, epsilon),
                                new Guarded(target, output, epsilon)),
                        null,
                        "",
                        Base.GUARDED));
            }
        }
        bases.add(new Base(
                new Plus(output, target),
                Fault.GRADIENT_WRONG,
                "adds the target to the output instead of subtracting it",
                Base.OTHER));
        bases.add(new Base(
                new Times(difference, difference),
                Fault.GRADIENT_WRONG,
                "squares the error, which loses its sign",
                Base.OTHER));
        Formula logits = new Of(Symbol.logits(program.depth()));
        bases.add(new Base(
                new Minus(logits, target),
                Fault.GRADIENT_WRONG,
                "compares the target with the weighted sums, not with the activations",
                Base.OTHER));
        bases.add(new Base(output, Fault.GRADIENT_WRONG, "leaves the target out", Base.OTHER));
        if (program.forward().layer(program.depth()).activation().isSoftmax()) {
            bases.add(new Base(
                    new Minus(output, new Formula.One()),
                    Fault.GRADIENT_WRONG,
                    "takes every class of every sample for its own: the 1 is subtracted in whole columns, not in one place of each row",
                    Base.COLUMNS));
            bases.addAll(assigned(output, target));
        }
        if (isGiven()) {
            bases.add(new Base(target, Fault.GRADIENT_WRONG, "leaves the output out", Base.OTHER));
        }
        return bases;
    }

    /** The output with a number in the place of each sample's own class, where 1 is to be subtracted from what is there. */
    private static List<Base> assigned(Formula output, Formula target) {
        Formula others = new Times(output, new Minus(new Formula.One(), target));
        String says = "sets the number of each sample's own class to %d instead of subtracting 1 from it";
        return List.of(
                new Base(new Plus(others, target), Fault.GRADIENT_WRONG, says.formatted(1), Base.OTHER),
                new Base(new Minus(others, target), Fault.GRADIENT_WRONG, says.formatted(-1), Base.OTHER),
                new Base(others, Fault.GRADIENT_WRONG, says.formatted(0), Base.OTHER));
    }

    /** Whether the targets are data, not what is sent back from a layer further on: constant, or whole numbers in every iteration. */
    private boolean isGiven() {
        Target found = program.forward().target();
        Ref source = found == null ? null : found.source();
        if (source == null) {
            return false;
        }
        boolean whole = true;
        for (int t = 0; t < program.iterations(); t++) {
            Matrix value = source.atOrBefore(t);
            whole &= value == null || value.isWhole();
        }
        return whole || (source.variable().isConstant() && program.iterations() > 1);
    }

    private List<Base> hiddenBases(int layer) {
        List<Base> bases = new ArrayList<>();
        if (program.role(Symbol.back(layer)) != null) {
            bases.add(new Base(new Of(Symbol.back(layer)), null, "", Base.SENT_BACK));
        }
        bases.addAll(products(layer));
        return bases;
    }

    private List<Base> products(int layer) {
        int above = layer + 1;
        List<Base> bases = new ArrayList<>();
        Formula delta = new Of(Symbol.delta(above));
        Formula weights = new Transpose(new Of(Symbol.weight(above)));
        bases.add(new Base(new Product(delta, weights), null, "", Base.SENT_BACK));
        bases.add(new Base(
                new Product(delta, new Transpose(new Of(Symbol.weight(above).updated()))),
                Fault.BACKPROP_WRONG_WEIGHTS,
                "sends the error back through the weights after their update",
                Base.SENT_BACK));
        for (Formula other : otherDeltas(above)) {
            bases.add(new Base(
                    new Product(other, weights),
                    Fault.DERIVATIVE_MISSING,
                    "sends back the error above without the derivative of the activation above",
                    Base.SENT_BACK));
        }
        bases.add(new Base(
                new Product(delta, new Of(Symbol.weight(above))),
                Fault.BACKPROP_WRONG_WEIGHTS,
                "sends the error back through weights that are not transposed",
                Base.SENT_BACK));
        bases.add(new Base(
                new Product(delta, WrongGradients.reshaped(program, Symbol.weight(above))),
                Fault.BACKPROP_WRONG_WEIGHTS,
                "sends the error back through weights that are reshaped, not transposed",
                Base.SENT_BACK));
        for (int k = 1; k <= program.depth(); k++) {
            if (k != above) {
                for (Formula wrong : List.of(new Transpose(new Of(Symbol.weight(k))), new Of(Symbol.weight(k)))) {
                    bases.add(new Base(
                            new Product(delta, wrong),
                            Fault.BACKPROP_WRONG_WEIGHTS,
                            "sends the error back through the weights of layer " + k,
                            Base.SENT_BACK));
                }
            }
        }
        bases.add(new Base(
                new Product(delta, new Transpose(new Of(Symbol.gradient(above)))),
                Fault.BACKPROP_WRONG_WEIGHTS,
                "sends the error back through the gradient instead of the weights",
                Base.SENT_BACK));
        bases.add(new Base(
                new Product(new Of(Symbol.activation(above)), weights),
                Fault.BACKPROP_WRONG_WEIGHTS,
                "sends the activations back instead of the delta",
                Base.SENT_BACK));
        if (program.depth() > above) {
            bases.add(new Base(
                    new Product(new Of(Symbol.delta(program.depth())), weights),
                    Fault.BACKPROP_WRONG_WEIGHTS,
                    "sends the output's delta back, not that of the layer above",
                    Base.SENT_BACK));
        }
        return bases;
    }

    private List<Formula> otherDeltas(int above) {
        List<Formula> others = new ArrayList<>();
        if (above == program.depth()) {
            others.add(new Of(program.error()));
        } else {
            others.add(new Of(Symbol.back(above)));
        }
        return others;
    }

    // ---------------------------------------------------------------- derivatives

    private List<Candidate> times(Base base, int layer, Nonlinearity activation) {
        List<Candidate> all = new ArrayList<>();
        all.add(plain(base, activation));
        List<Applied> exact = Slope.exact(activation);
        if (program.forward().layer(layer).drops()) {
            all.addAll(dropped(base, layer, exact));
        }
        for (Applied slope : exact) {
            Formula once = new Times(base.formula(), derivative(slope, layer));
            boolean masks = !program.forward().layer(layer).drops() || closes(slope);
            all.add(judge(base, once, masks ? null : Fault.DERIVATIVE_MISSING, masks ? "" : WITHOUT_MASK));
            all.add(judge(
                    base,
                    new Times(once, derivative(slope, layer)),
                    Fault.DERIVATIVE_DOUBLED,
                    "multiplies by the derivative of the " + activation + " twice"));
            if (base.kind() == Base.SENT_BACK) {
                all.add(judge(
                        base,
                        new Times(base.formula(), new Derivative(slope.slope(), base.formula())),
                        Fault.DERIVATIVE_WRONG_INPUT,
                        "takes the derivative of the " + activation + " from the error sent back"));
            }
            for (int k = 0; k <= program.depth(); k++) {
                if (k != layer) {
                    all.add(judge(
                            base,
                            new Times(base.formula(), derivative(slope, k)),
                            Fault.DERIVATIVE_WRONG_INPUT,
                            "takes the derivative of the " + activation + " from the arrays of layer " + k));
                }
            }
        }
        for (Applied slope : Slope.all(activation)) {
            // A sign times a leak is any number.
            if (!exact.contains(slope) && !undoes(slope, base) && base.kind() != Base.SIGN) {
                all.add(slip(base, slope, layer, activation));
            }
        }
        if (activation.isSoftmax() && (base.kind() == Base.DIFFERENCE || base.kind() == Base.RATIO)) {
            all.add(Candidate.exact(new SoftmaxJacobian(new Of(Symbol.activation(layer)), base.formula())));
        }
        return all;
    }

    /**
     * With dropout's mask, which is part of the derivative. Taken of what dropout left, the derivatives of ReLU and sigmoid are 0 where
     * it left nothing: that works without the mask too, but for a factor.
     */
    private List<Candidate> dropped(Base base, int layer, List<Applied> exact) {
        List<Candidate> all = new ArrayList<>();
        Formula masked = new Times(base.formula(), new Of(Symbol.mask(layer)));
        for (Applied slope : exact) {
            Formula whole = new Derivative(
                    slope.slope(),
                    new Of(slope.argument() == Argument.LOGITS ? Symbol.logits(layer) : Symbol.undropped(layer)));
            all.add(judge(base, new Times(masked, whole), null, ""));
            all.add(judge(base, new Times(masked, derivative(slope, layer)), null, ""));
            if (slope.argument() == Argument.ACTIVATION) {
                all.add(judge(base, new Times(base.formula(), whole), Fault.DERIVATIVE_MISSING, WITHOUT_MASK));
            }
        }
        Nonlinearity activation = program.forward().layer(layer).activation();
        if (activation.equals(Nonlinearity.RELU)) {
            Slope turned = new Slope(Form.GATE_REVERSED);
            for (Symbol gate : List.of(Symbol.logits(layer), Symbol.undropped(layer), Symbol.activation(layer))) {
                all.add(judge(
                        base,
                        new Times(masked, new Derivative(turned, new Of(gate))),
                        Fault.DERIVATIVE_WRONG,
                        "lets pass what the ReLU closes, and closes where it lets pass"));
            }
        }
        all.add(judge(
                base,
                masked,
                exact.isEmpty() ? null : Fault.DERIVATIVE_MISSING,
                exact.isEmpty() ? "" : "leaves out the derivative of the " + activation));
        return all;
    }

    private static boolean closes(Applied slope) {
        return slope.argument() == Argument.ACTIVATION && slope.slope().value(0) == 0;
    }

    /** Whether it gives back the error, or the target, that the base divides: that is the same, known to fewer digits. */
    private static boolean undoes(Applied slope, Base base) {
        Form form = slope.slope().form();
        // Of an identity, logits and activation are one.
        return (base.kind() == Base.RATIO && form == Form.SELF)
                || (base.kind() == Base.LOGISTIC_RATIO
                        && form == Form.LOGISTIC
                        && slope.argument() == Argument.ACTIVATION);
    }

    private Formula derivative(Applied slope, int layer) {
        return new Derivative(
                slope.slope(),
                new Of(
                        slope.argument() == Argument.LOGITS && layer > 0
                                ? Symbol.logits(layer)
                                : Symbol.activation(layer)));
    }

    /** The base without any derivative. */
    private static Candidate plain(Base base, Nonlinearity activation) {
        Kind kind = activation.kind();
        boolean right = kind == Kind.IDENTITY
                || base.kind() == Base.COLUMNS
                || ((base.kind() == Base.DIFFERENCE || base.kind() == Base.OTHER)
                        && (activation.isSoftmax() || CANONICAL.contains(kind)))
                || kind == Kind.STEP
                || kind == Kind.SIGN;
        return judge(
                base,
                base.formula(),
                right ? null : Fault.DERIVATIVE_MISSING,
                right ? "" : "leaves out the derivative of the " + activation);
    }

    private static Candidate judge(Base base, Formula formula, @Nullable Fault fault, String says) {
        if (base.fault() != null) {
            return new Candidate(formula, base.fault(), fault == null ? base.says() : base.says() + AND + says);
        }
        return fault == null ? Candidate.exact(formula) : new Candidate(formula, fault, says);
    }

    private Candidate slip(Base base, Applied slope, int layer, Nonlinearity activation) {
        Formula formula = new Times(base.formula(), derivative(slope, layer));
        Form form = slope.slope().form();
        boolean logistic = form == Form.LOGISTIC || form == Form.LOGISTIC_OF_LOGIT;
        if (activation.isSoftmax() && base.kind() == Base.DIFFERENCE && logistic) {
            return judge(
                    base,
                    formula,
                    Fault.DERIVATIVE_DOUBLED,
                    "multiplies output − target, which already is the delta of softmax with cross-entropy, by a derivative"
                            + " again");
        }
        if (families(activation).contains(form)) {
            boolean form2 = slope.argument() == Argument.LOGITS;
            return judge(
                    base,
                    formula,
                    Fault.DERIVATIVE_WRONG_INPUT,
                    form2
                            ? "puts the weighted sums into the formula for the %s's derivative that takes activations"
                                    .formatted(activation)
                            : "puts the activations into the formula for the %s's derivative that takes weighted sums"
                                    .formatted(activation));
        }
        if (form == Form.GATE_OR_ZERO && activation.kind() == Kind.RELU) {
            return judge(
                    base,
                    formula,
                    Fault.DERIVATIVE_MISSING,
                    "tests activations for >= 0, which a ReLU's always are, so that its gate never closes");
        }
        return judge(
                base,
                formula,
                Fault.DERIVATIVE_WRONG,
                "multiplies by something that is not the derivative of the " + activation);
    }

    /** Forms of the activation's own derivative: wrong only in what they are applied to. */
    private static Set<Form> families(Nonlinearity activation) {
        return switch (activation.kind()) {
            case SIGMOID -> Set.of(Form.LOGISTIC, Form.LOGISTIC_OF_LOGIT);
            case TANH -> Set.of(Form.TANH, Form.TANH_OF_LOGIT);
            case LECUN_TANH -> Set.of(Form.LECUN_TANH, Form.LECUN_TANH_OF_LOGIT);
            case BIPOLAR_SIGMOID -> Set.of(Form.BIPOLAR, Form.BIPOLAR_OF_LOGIT);
            case SOFTPLUS -> Set.of(Form.SIGMOID);
            case SILU -> Set.of(Form.SILU_OF_LOGIT);
            case GELU, EXACT_GELU -> Set.of(Form.GELU_OF_LOGIT, Form.EXACT_GELU_OF_LOGIT);
            case ELU -> Set.of(Form.ELU);
            case SELU -> Set.of(Form.SELU_OF_LOGIT);
            case SOFTSIGN -> Set.of(Form.SOFTSIGN, Form.SOFTSIGN_OF_LOGIT);
            case MISH -> Set.of(Form.MISH_OF_LOGIT);
            case SINE -> Set.of(Form.COSINE);
            case ARCTAN -> Set.of(Form.ARCTAN_OF_LOGIT);
            case HARD_SIGMOID -> Set.of(Form.HARD_SIGMOID, Form.HARD_SIGMOID_OF_LOGIT);
            default -> Set.of();
        };
    }
}
