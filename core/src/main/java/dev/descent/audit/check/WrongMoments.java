package dev.descent.audit.check;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Update.Adaptive;
import dev.descent.audit.recover.Update.Adaptive.Divisor;
import dev.descent.audit.recover.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The arrays of the dump in which a slip of Adam's shows before it moves any weight: corrected moments, and the moments themselves. */
final class WrongMoments {
    private static final double SAME = 1e-3;

    private final Examination examination;
    private final Symbol parameter;
    private final List<Variable> arrays;

    WrongMoments(Examination examination, Symbol parameter) {
        this.examination = examination;
        this.parameter = parameter;
        Program program = examination.program();
        Variable own = program.parameter(parameter).variable();
        Matrix value = program.after(parameter, program.iterations() - 1);
        this.arrays = program.book().variables().stream()
                .filter(variable -> variable != own && !variable.isConstant())
                .filter(variable -> {
                    Matrix other = variable.at(program.iterations() - 1);
                    return other != null && value != null && other.size() == value.size();
                })
                .toList();
    }

    /** Their names, in the order of the dump; empty where the dump has none, or the slip is in the update itself. */
    List<String> names(Adaptive rule) {
        List<String> names = new ArrayList<>();
        for (Variable array : arrays) {
            boolean isWrong = switch (rule.correction()) {
                case OF_THE_FIRST_STEP, MEAN_OF_THE_FIRST_STEP, SQUARES_OF_THE_FIRST_STEP ->
                    isOver(array, _ -> 1 - rule.beta1()) || isOver(array, _ -> 1 - rule.beta2());
                case BOTH_BY_FIRST -> isOver(array, step -> 1 - Math.pow(rule.beta1(), step)) && isSquare(array);
                case BOTH_BY_SECOND -> isOver(array, step -> 1 - Math.pow(rule.beta2(), step)) && !isSquare(array);
                default ->
                    rule.divisor() == Divisor.ROOT_OF_MEAN
                            ? isMean(array, rule.beta2(), false)
                            : rule.decaysChangedPlaces()
                                    && rule.divisor().isOfSquares()
                                    && (isMean(array, rule.beta1(), false) || isMean(array, rule.beta2(), true));
            };
            if (isWrong) {
                names.add(array.name());
            }
        }
        return names;
    }

    private static boolean isSquare(Variable array) {
        return IntStream.range(0, array.iterations())
                .mapToObj(array::at)
                .allMatch(value -> value != null && value.minimum() >= 0);
    }

    /** Whether it is another array over a number of the step, 1 being the first, in every iteration. */
    private boolean isOver(Variable array, IntToDoubleFunction by) {
        return arrays.stream().anyMatch(moment -> moment != array && isOver(array, moment, by));
    }

    private static boolean isOver(Variable array, Variable moment, IntToDoubleFunction by) {
        int seen = 0;
        for (int t = 0; t < array.iterations(); t++) {
            Matrix corrected = array.at(t);
            Matrix mean = moment.at(t);
            if (corrected == null || mean == null || !corrected.sameShape(mean)) {
                return false;
            }
            if (!mean.isZero()) {
                Fit fit = Fit.scaled(corrected, mean);
                double divisor = by.applyAsDouble(t + 1);
                if (!fit.matches() || divisor == 1 || Math.abs(fit.scale() * divisor - 1) > SAME) {
                    return false;
                }
                seen++;
            }
        }
        return seen > 1;
    }

    /** Whether it is a running mean of the gradient, or of its square, with this decay. */
    private boolean isMean(Variable array, double beta, boolean squared) {
        int seen = 0;
        for (int t = 1; t < array.iterations(); t++) {
            Matrix now = array.at(t);
            Matrix before = array.at(t - 1);
            Matrix gradient = gradient(t, now);
            if (now == null || before == null || gradient == null || !now.sameShape(before)) {
                continue;
            }
            Fit fit = Fit.combination(now, List.of(before, squared ? gradient.by(gradient) : gradient));
            if (!fit.matches() || Math.abs(fit.scales()[0] - beta) > SAME) {
                return false;
            }
            seen += fit.shows() ? 1 : 0;
        }
        return seen > 0;
    }

    /** In the array's own layout. */
    private @Nullable Matrix gradient(int iteration, @Nullable Matrix like) {
        Matrix gradient = examination.steps().get(iteration).find(parameter.gradient());
        return gradient == null || like == null || gradient.sameShape(like) ? gradient : gradient.transpose();
    }
}
