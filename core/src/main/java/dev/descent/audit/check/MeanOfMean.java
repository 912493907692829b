package dev.descent.audit.check;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Step;
import dev.descent.audit.recover.Update;
import dev.descent.audit.recover.Variable;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Line;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A gradient that is divided by the number of samples once in its delta and once more after: the steps are as many times too small. */
final class MeanOfMean implements Check {
    private static final double SAME = 1e-4;

    /** Samples by which a rate is made too small to be meant. */
    private static final int FEWEST = 20;

    /** A larger constant is a number of samples. */
    private static final double LARGEST_RATE = 10;

    @Override
    public List<Suspicion> examine(Examination examination) {
        Program program = examination.program();
        List<Suspicion> found = new ArrayList<>();
        int samples = program.samples(0);
        if (samples < FEWEST) {
            return List.of();
        }
        program.updates().forEach((parameter, update) -> {
            if (update instanceof Update.Plain(double factor, double decay, boolean steady) && steady && decay == 0) {
                Variable rate = timesRate(program, factor, samples);
                if (rate != null && mean(examination, parameter, samples)) {
                    found.add(suspicion(examination, parameter, update, rate, samples));
                }
            }
        });
        return Suspicion.joined(found);
    }

    /** The constant of the dump that is the step's factor times the samples: the rate that was meant; null for none, or where the factor is one. */
    private static @Nullable Variable timesRate(Program program, double factor, int samples) {
        Variable meant = program.book().constant(-factor * samples, SAME);
        return program.book().constant(-factor, SAME) == null && -factor * samples < LARGEST_RATE ? meant : null;
    }

    /** Whether the gradient is a mean over the samples already: of what the output's error gives by the chain rule, one part in all of them. */
    private static boolean mean(Examination examination, Symbol parameter, int samples) {
        Program program = examination.program();
        for (Step step : examination.steps()) {
            Matrix delta = step.find(Symbol.delta(program.depth()));
            Matrix output = step.find(Symbol.activation(program.depth()));
            Matrix target = step.find(program.targetSymbol());
            if (delta == null || output == null || target == null || !output.sameShape(target)) {
                continue;
            }
            Fit fit = Fit.scaled(delta, output.minus(target));
            boolean isMean = fit.shows()
                    && (Math.abs(fit.scale() * samples - 1) < SAME || Math.abs(fit.scale() * samples - 2) < SAME);
            return isMean
                    && program.role(Symbol.delta(program.depth())) != null
                    && step.find(parameter.gradient()) != null;
        }
        return false;
    }

    private static Suspicion suspicion(
            Examination examination, Symbol parameter, Update update, Variable rate, int samples) {
        Program program = examination.program();
        String name = program.parameter(parameter).name();
        Update right = update.times(samples);
        String should = Wording.update(examination, parameter, right);
        return new Suspicion(
                Fault.STEP_TOO_SMALL,
                Certainty.LIKELY,
                Mover.names(program, parameter),
                "the step of %s is %s divided by the %d samples, of whose gradients %s is the mean already: it is divided by them twice"
                        .formatted(name, rate.name(), samples, Wording.gradient(examination, parameter)),
                List.of(Evidence.against(
                        rate.name() + " over what multiplies the mean gradient", samples, 1, "one mean")),
                name + " = " + should,
                new Line(name, Wording.update(examination, parameter, update), should),
                setup -> setup.with(setup.recipe().with(parameter, right)));
    }
}
