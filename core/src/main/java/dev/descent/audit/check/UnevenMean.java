package dev.descent.audit.check;

import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Book;
import dev.descent.audit.recover.Explanation;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Update;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A weight and its bias of which one moves by the mean over the samples and the other by their sum, or by a mean divided by the samples
 * again: which of them is wrong is told by the rate of the dump, by the other
 * layers, or by its digits.
 */
final class UnevenMean implements Check {
    /** A bias of one number shows its factor to three digits. */
    private static final double SAME = 1e-3;

    /** Samples by which a step is made too small or too large to be meant. */
    private static final int FEWEST = 20;

    /** What is left of the loss with both as they are meant, where a sum is taken: many programs learn as well with it. */
    private static final double OF_SUM = 0.9;

    /** Where a mean is divided again, which nobody means. */
    private static final double OF_MEAN = 0.97;

    @Override
    public List<Suspicion> examine(Examination examination) {
        Program program = examination.program();
        int samples = program.samples(0);
        boolean steady = IntStream.range(0, program.iterations()).allMatch(t -> program.samples(t) == samples);
        List<Suspicion> small = new ArrayList<>();
        List<Suspicion> large = new ArrayList<>();
        for (int k = 1; k <= program.depth() && steady && samples >= FEWEST; k++) {
            double weight = total(program, Symbol.weight(k));
            double bias = total(program, Symbol.bias(k));
            double ratio = bias / weight;
            if (isNear(ratio, samples) || isNear(ratio, 1.0 / samples)) {
                Symbol smaller = ratio < 1 ? Symbol.bias(k) : Symbol.weight(k);
                Symbol larger = ratio < 1 ? Symbol.weight(k) : Symbol.bias(k);
                double sum = Math.max(weight, bias);
                if (isRate(program, sum) || isEven(program, sum / samples)) {
                    large.add(suspicion(examination, larger, samples, false));
                } else if (isRate(program, sum * samples)
                        || isEven(program, sum)
                        || (hasFewDigits(sum * samples) && !hasFewDigits(sum))) {
                    small.add(suspicion(examination, smaller, samples, true));
                }
            }
        }
        List<Suspicion> found = small.isEmpty() ? large : small;
        return !found.isEmpty() && hinders(examination, found, small.isEmpty() ? OF_SUM : OF_MEAN)
                ? Suspicion.joined(found)
                : List.of();
    }

    /** What multiplies the sum over the samples of the error that the output's delta shows, without its sign; NaN where that is not known. */
    private static double total(Program program, Symbol parameter) {
        Update update = program.updates().getOrDefault(parameter, new Update.Unknown());
        boolean follows = update instanceof Update.Momentum
                || (update instanceof Update.Plain plain && plain.steady() && plain.decay() == 0);
        if (!follows) {
            return Double.NaN;
        }
        double total = update.factor() * scale(program, parameter.gradient());
        for (int k = parameter.layer(); k <= program.depth(); k++) {
            total *= scale(program, Symbol.delta(k));
        }
        return Math.abs(total);
    }

    /** What an array of the dump is of its exact value; NaN where it is not right. */
    private static double scale(Program program, Symbol symbol) {
        Explanation explanation = program.explanations().get(symbol);
        boolean isWrong = explanation == null ? program.role(symbol) != null : explanation.fault() != null;
        return isWrong ? Double.NaN : program.shownScale(symbol);
    }

    private static boolean isNear(double one, double other) {
        return Math.abs(one - other) <= SAME * other;
    }

    /** Whether it is a constant of the dump, but for the 2 of a squared error. */
    private static boolean isRate(Program program, double number) {
        Book book = program.book();
        return DoubleStream.of(1, 2, 0.5).anyMatch(by -> book.constant(number * by, SAME) != null);
    }

    /** Whether the weight and bias of some layer both move so far. */
    private static boolean isEven(Program program, double total) {
        return IntStream.rangeClosed(1, program.depth())
                .anyMatch(k -> isNear(total(program, Symbol.weight(k)), total)
                        && isNear(total(program, Symbol.bias(k)), total));
    }

    /** As rates have them that people choose; twice as many are the 2 of a squared error. */
    private static boolean hasFewDigits(double number) {
        return DoubleStream.of(1, 0.5).map(by -> number * by).anyMatch(rate -> {
            double unit = Math.pow(10, Math.floor(Math.log10(rate)) - 1);
            return Math.abs(rate / unit - Math.rint(rate / unit)) < SAME;
        });
    }

    private static boolean hinders(Examination examination, List<Suspicion> found, double most) {
        Setup asItIs = examination.asItIs();
        if (asItIs == null || !asItIs.recipe().isWhole()) {
            return false;
        }
        Examination.Trial trial = examination.trial(asItIs);
        Setup mended = trial.few();
        for (Suspicion suspicion : found) {
            mended = suspicion.mend().apply(mended);
        }
        double left = mended.train(Budget.steps(mended)).settled();
        double hindered = trial.run().settled();
        return Double.isFinite(left) && !(left >= most * hindered);
    }

    /** @param tooSmall else too large */
    private static Suspicion suspicion(Examination examination, Symbol parameter, int samples, boolean tooSmall) {
        Program program = examination.program();
        String name = program.parameter(parameter).name();
        Update update = program.updates().getOrDefault(parameter, new Update.Unknown());
        Update right = update.times(tooSmall ? samples : 1.0 / samples);
        String other = program.parameter(
                        parameter.role() == Symbol.Role.BIAS
                                ? Symbol.weight(parameter.layer())
                                : Symbol.bias(parameter.layer()))
                .name();
        List<String> names = Mover.names(program, parameter);
        boolean isShown = names.size() > 1;
        String gradient = isShown ? names.getFirst() : Wording.gradient(examination, parameter);
        String subject = isShown ? "%s, by which %s moves,".formatted(gradient, name) : "the gradient of " + name;
        Line line = new Line(
                gradient,
                tooSmall ? "the sum / %d / %d".formatted(samples, samples) : "the sum",
                "the sum / " + samples);
        return new Suspicion(
                tooSmall ? Fault.STEP_TOO_SMALL : Fault.STEP_TOO_LARGE,
                Certainty.LIKELY,
                names,
                (tooSmall
                                ? "%s is divided by the %d samples twice, where that of %s is divided once"
                                : "%s is the sum over the %d samples, where that of %s is their mean")
                        .formatted(subject, samples, other),
                List.of(Evidence.against(
                        "step of %s over that of %s, beside their gradients".formatted(name, other),
                        tooSmall ? 1.0 / samples : samples,
                        1,
                        "one mean for both")),
                line.mended(),
                line,
                setup -> setup.with(setup.recipe().with(parameter, right)));
    }
}
