package dev.descent.audit.check;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Update;
import dev.descent.audit.recover.Update.Adaptive;
import dev.descent.audit.recover.Update.Adaptive.Correction;
import dev.descent.audit.recover.Update.Adaptive.Divisor;
import dev.descent.audit.recover.Variable;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Line;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Adam and its kin with a moment, a root or a bias correction that is not as published. */
final class AdaptiveRule implements Check {
    private static final String SOURCE = "algorithm 1 of Kingma and Ba 2015";

    private static final double USUAL_EPSILON = 1e-8;

    @Override
    public List<Suspicion> examine(Examination examination) {
        List<Suspicion> found = new ArrayList<>();
        for (Map.Entry<Symbol, Update> entry : examination.program().updates().entrySet()) {
            if (entry.getValue() instanceof Adaptive rule
                    && !rule.isRight()
                    && !isAmsgrad(examination, entry.getKey(), rule)) {
                found.add(suspicion(examination, entry.getKey(), rule));
            }
        }
        return Suspicion.joined(found);
    }

    /**
     * Whether the dump has the largest of all means of squares so far beside these: AMSGrad, which as published corrects no bias (Reddi and
     * others 2018, algorithm 2), and while the squares grow steps as Adam without it does.
     */
    private static boolean isAmsgrad(Examination examination, Symbol parameter, Adaptive rule) {
        if (rule.correction() != Correction.NONE
                || rule.decaysChangedPlaces()
                || !rule.divisor().isOfSquares()) {
            return false;
        }
        int[] shape = examination.program().parameter(parameter).variable().shape();
        List<Variable> squares = examination.program().book().all().stream()
                .filter(variable -> Arrays.equals(variable.shape(), shape) && !variable.isConstant())
                .toList();
        return squares.stream()
                .anyMatch(largest -> squares.stream().anyMatch(mean -> mean != largest && isLargestOf(largest, mean)));
    }

    private static boolean isLargestOf(Variable largest, Variable mean) {
        for (int t = 0; t < mean.iterations(); t++) {
            Matrix now = largest.at(t);
            Matrix value = mean.at(t);
            Matrix before = t == 0 ? value : largest.at(t - 1);
            if (now == null || value == null || before == null || value.minimum() < 0) {
                return false;
            }
            for (int i = 0; i < now.size(); i++) {
                if (now.at(i) != Math.max(before.at(i), value.at(i))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Suspicion suspicion(Examination examination, Symbol parameter, Adaptive rule) {
        String name = examination.program().parameter(parameter).name();
        Adaptive right = right(rule);
        String should = Wording.update(examination, parameter, right);
        List<String> names = new ArrayList<>(new WrongMoments(examination, parameter).names(rule));
        names.add(name);
        return new Suspicion(
                Fault.OPTIMIZER_WRONG,
                Certainty.LIKELY,
                names,
                "the step of %s %s".formatted(name, slip(rule)),
                firstDivisors(rule, right),
                name + " = " + should + ", with m = beta1 * m + (1 - beta1) * gradient, v = beta2 * v + (1 - beta2) *"
                        + " gradient**2, each divided by 1 - beta**t in step t: m_hat, v_hat",
                new Line(name, Wording.update(examination, parameter, rule), should),
                setup -> setup.with(setup.recipe().with(parameter, right)));
    }

    /** What the moments of the first step are divided by, where it is not what the paper says. */
    private static List<Evidence> firstDivisors(Adaptive rule, Adaptive right) {
        List<Evidence> evidence = new ArrayList<>();
        double mean = rule.correction().mean(rule.beta1(), rule.beta2(), 1);
        double meant = right.correction().mean(right.beta1(), right.beta2(), 1);
        if (mean != meant) {
            evidence.add(Evidence.against("divisor of the mean in the first step", mean, meant, SOURCE));
        }
        double squares = rule.correction().squares(rule.beta1(), rule.beta2(), 1);
        double squaresMeant = right.correction().squares(right.beta1(), right.beta2(), 1);
        if (squares != squaresMeant) {
            evidence.add(Evidence.against("divisor of the squares in the first step", squares, squaresMeant, SOURCE));
        }
        return evidence;
    }

    private static Adaptive right(Adaptive rule) {
        boolean running = rule.beta2() < 1;
        boolean turned = rule.decaysChangedPlaces() || rule.divisor() == Divisor.ROOT_OF_MEAN_UNDER_SQUARES;
        return new Adaptive(
                rule.factor(),
                turned ? rule.beta2() : rule.beta1(),
                turned ? rule.beta1() : rule.beta2(),
                rule.divisor() == Divisor.NOTHING ? USUAL_EPSILON : rule.epsilon(),
                running ? Correction.BOTH : Correction.NONE,
                rule.divisor() == Divisor.ROOT_OF_SUM ? Divisor.ROOT_OF_SUM : Divisor.ROOT);
    }

    private static String slip(Adaptive rule) {
        if (rule.decaysChangedPlaces() && rule.divisor().isOfSquares()) {
            return "keeps the mean longer (%s) than the squares (%s): the two decays have changed places"
                    .formatted(Wording.number(rule.beta1()), Wording.number(rule.beta2()));
        }
        return switch (rule.divisor()) {
            case SQUARES -> "divides by the mean of the squared gradients, without its root";
            case ROOT_OF_MEAN_UNDER_SQUARES ->
                "divides the mean of the squared gradients by the root of the mean gradient: the moments have changed places";
            case ROOT_OF_SQUARED_MEAN ->
                "divides by the root of the mean of the squared mean, not of the mean of the squared gradients";
            case NOTHING ->
                "is not divided by the root of the mean of the squared gradients, which is kept for nothing";
            case ROOT_OF_MEAN -> "divides by the root of the mean gradient, not of the mean of its squares";
            case ROOT, ROOT_OF_SUM ->
                switch (rule.correction()) {
                    case NONE, BOTH ->
                        "leaves out the bias correction: both moments start at 0 and are too small at first";
                    case MEAN_ONLY -> "corrects the bias of the mean only, not that of the squares";
                    case SQUARES_ONLY -> "corrects the bias of the squares only, not that of the mean";
                    case BOTH_BY_FIRST -> "corrects the bias of the squares by the mean's decay, 1 - beta1**t";
                    case BOTH_BY_SECOND -> "corrects the bias of the mean by the squares' decay, 1 - beta2**t";
                    case POWER_OF_THE_REST -> "corrects the bias by (1 - beta)**t, not by 1 - beta**t";
                    case MEAN_OF_THE_FIRST_STEP ->
                        "corrects the bias of the mean by 1 - beta1 in every step, not by 1 - beta1**t";
                    case SQUARES_OF_THE_FIRST_STEP ->
                        "corrects the bias of the squares by 1 - beta2 in every step, not by 1 - beta2**t";
                    case OF_THE_FIRST_STEP -> "corrects the bias by 1 - beta in every step, not by 1 - beta**t";
                };
        };
    }
}
