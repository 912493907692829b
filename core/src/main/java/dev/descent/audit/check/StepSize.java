package dev.descent.audit.check;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Nonlinearity;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Update;
import dev.descent.audit.replay.Replay;
import dev.descent.audit.replay.Stability;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Line;
import java.util.ArrayList;
import java.util.List;

/** Steps against the largest stable one, 2 / λmax of the loss's curvature, and against what a run with a fitting step learns. */
final class StepSize implements RunCheck {
    private static final String SOURCE =
            "2 over the largest eigenvalue of the loss's curvature (LeCun, Simard and Pearlmutter 1993)";
    /** A step so many times below the stable one learns next to nothing in any number of steps one would wait for. */
    private static final double TINY = 3000;

    /** What is left of the loss after a run that shows that larger steps learn. */
    private static final double LEARNS = 0.97;

    /** A step so many times below the stable one is no choice of anybody's: then any learning by larger ones will do. */
    private static final double NOTHING = 1e6;

    private static final double LEARNS_AT_ALL = 0.999;

    /** Of the steepest slope of the outputs' activation. */
    private static final double FLAT = 0.01;

    @Override
    public List<Suspicion> examine(Examination examination, Setup setup) {
        if (!setup.recipe().isWhole()
                || setup.recipe().updates().values().stream().allMatch(Update.Still.class::isInstance)) {
            return List.of();
        }
        if (!setup.recipe().isDescent()) {
            return List.of();
        }
        Setup few = examination.few(setup);
        double eigenvalue = Stability.eigenvalue(few.replay(), few.recipe(), few.start());
        boolean isLarge = eigenvalue > 2;
        boolean isTiny = eigenvalue > 0 && 2 / eigenvalue > TINY;
        if (!isLarge && !isTiny) {
            return List.of();
        }
        Replay.Run asItIs = examination.trial(setup).run();
        int steps = Budget.steps(few);
        if (isLarge && !(asItIs.settled() < 0.98 * few.constantLoss())) {
            return tooLarge(examination, few, steps, asItIs, eigenvalue);
        }
        if (isTiny && asItIs.end() > 0.99 * asItIs.first() && !isCollapsed(examination, few)) {
            return tooSmall(examination, few, steps, asItIs, eigenvalue);
        }
        return List.of();
    }

    /** Whether the program's own start is not known, and where it is known first all outputs are flat: steps too large may have led there. */
    private static boolean isCollapsed(Examination examination, Setup few) {
        int depth = few.recipe().depth();
        Nonlinearity output = examination.program().forward().layer(depth).activation();
        if (examination.state(0) != null || !output.saturates()) {
            return false;
        }
        Matrix logits = few.logits(depth);
        double steepest = 0;
        for (double logit : logits.values()) {
            steepest = Math.max(steepest, output.slope(logit));
        }
        return steepest < FLAT * output.slope(0);
    }

    private static List<Suspicion> tooLarge(
            Examination examination, Setup few, int steps, Replay.Run asItIs, double eigenvalue) {
        double by = 1 / eigenvalue;
        Replay.Run mended = few.with(few.recipe().rate(by)).train(steps);
        if (!(mended.settled() < 0.9 * asItIs.settled()) || mended.end() > mended.first()) {
            return List.of();
        }
        return List.of(suspicion(
                examination,
                few,
                Fault.STEP_TOO_LARGE,
                "the steps are %s times as large as the largest stable one"
                        .formatted(Wording.number(round(eigenvalue / 2))),
                Evidence.against("step over the largest stable step", eigenvalue / 2, 1, SOURCE),
                by));
    }

    private static List<Suspicion> tooSmall(
            Examination examination, Setup few, int steps, Replay.Run asItIs, double eigenvalue) {
        double by = 1 / eigenvalue;
        Replay.Run mended = few.with(few.recipe().rate(by)).train(steps);
        if (!(mended.end() < (2 / eigenvalue > NOTHING ? LEARNS_AT_ALL : LEARNS) * asItIs.end())) {
            return List.of();
        }
        return List.of(suspicion(
                examination,
                few,
                Fault.STEP_TOO_SMALL,
                "the steps are %s times smaller than the largest stable one: training would need ages"
                        .formatted(Wording.number(round(2 / eigenvalue))),
                Evidence.against("largest stable step over step", 2 / eigenvalue, TINY, SOURCE),
                by));
    }

    /** To two digits. */
    private static double round(double value) {
        double unit = Math.pow(10, Math.floor(Math.log10(value)) - 1);
        return value > 10 ? Math.rint(value / unit) * unit : value;
    }

    private static Suspicion suspicion(
            Examination examination, Setup setup, Fault fault, String says, Evidence evidence, double by) {
        List<String> names = new ArrayList<>();
        Symbol first = examination.program().parameters().getFirst();
        for (Symbol parameter : examination.program().parameters()) {
            if (parameter.role() == Symbol.Role.WEIGHT) {
                names.add(examination.program().parameter(parameter).name());
            }
        }
        Update update = setup.recipe().updates().getOrDefault(first, new Update.Unknown());
        double stable = Math.abs(update.factor() * by);
        Update mended = update.times(digits(stable) / Math.abs(update.factor()));
        String name = names.getFirst();
        String should = Wording.update(examination, first, mended);
        Matrix start = setup.start().get(first);
        return new Suspicion(
                fault,
                Certainty.LIKELY,
                names,
                says,
                List.of(
                        evidence,
                        Evidence.fact("what multiplies the gradient now", Math.abs(update.factor())),
                        Evidence.fact("largest stable multiple of the gradient", 2 * stable),
                        Evidence.fact("numbers in " + name, start.size())),
                name + " = " + should + ", and the same for every parameter",
                new Line(name, Wording.update(examination, first, update), should),
                run -> run.with(run.recipe().rate(by)));
    }

    /** One digit, rounded down. */
    private static double digits(double value) {
        double unit = Math.pow(10, Math.floor(Math.log10(value)));
        return Math.max(1, Math.floor(value / unit + 1e-9)) * unit;
    }
}
