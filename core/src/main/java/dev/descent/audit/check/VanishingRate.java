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

/** A learning rate that is multiplied by the same share in each step: all steps that will ever be made add up to a few of the first. */
final class VanishingRate implements Check {
    /** A share of which all later steps together are no more than four of the first. */
    private static final double SHARE = 0.8;

    private static final double SAME = 1e-3;
    private static final int FEWEST = 3;

    @Override
    public List<Suspicion> examine(Examination examination) {
        Program program = examination.program();
        List<Suspicion> found = new ArrayList<>();
        program.updates().forEach((parameter, update) -> {
            if (update instanceof Update.Plain plain && !plain.steady()) {
                List<Double> factors = factors(examination, parameter);
                double share = share(factors);
                if (share > 0 && share < SHARE) {
                    found.add(suspicion(examination, parameter, plain, factors, share));
                }
            }
        });
        return Suspicion.joined(found);
    }

    /** What multiplies the gradient in each step; none where a step does not show it. */
    private static List<Double> factors(Examination examination, Symbol parameter) {
        List<Double> factors = new ArrayList<>();
        for (Step step : examination.steps()) {
            Matrix change = examination.program().change(parameter, step.iteration());
            Matrix gradient = step.find(parameter.gradient());
            if (change == null || gradient == null) {
                continue;
            }
            Fit fit = Fit.scaled(change, gradient);
            if (!fit.shows()) {
                return List.of();
            }
            factors.add(fit.scale());
        }
        return factors;
    }

    /** From step to step, the same each time; 0 where it is not. */
    private static double share(List<Double> factors) {
        double share = 0;
        for (int i = 1; i < factors.size(); i++) {
            double here = factors.get(i) / factors.get(i - 1);
            if (share != 0 && Math.abs(here - share) > SAME * share) {
                return 0;
            }
            share = here;
        }
        return factors.size() < FEWEST ? 0 : share;
    }

    private static Suspicion suspicion(
            Examination examination, Symbol parameter, Update.Plain plain, List<Double> factors, double share) {
        Program program = examination.program();
        String name = program.parameter(parameter).name();
        Update right = new Update.Plain(factors.getFirst(), plain.decay(), true);
        List<String> names = new ArrayList<>(rates(program, share));
        names.add(name);
        String should = Wording.update(examination, parameter, right);
        return new Suspicion(
                Fault.STEP_TOO_SMALL,
                Certainty.LIKELY,
                names,
                "the rate of %s is multiplied by %s in each step: all steps to come together are no longer than %s of this one"
                        .formatted(name, Wording.number(share), Wording.number(share / (1 - share))),
                List.of(Evidence.against(
                        "share of the last step's rate", share, 1, "decay the rate by epochs, not by steps")),
                name + " = " + should,
                new Line(name, Wording.update(examination, parameter, plain), should),
                setup -> setup.with(setup.recipe().with(parameter, right)));
    }

    /** Numbers of the dump that are multiplied by the same. */
    private static List<String> rates(Program program, double share) {
        return program.book().scalars().stream()
                .filter(scalar -> {
                    for (int t = 1; t < scalar.iterations(); t++) {
                        Matrix now = scalar.at(t);
                        Matrix before = scalar.at(t - 1);
                        if (now == null
                                || before == null
                                || !(Math.abs(now.at(0) / before.at(0) - share) <= SAME * share)) {
                            return false;
                        }
                    }
                    return true;
                })
                .map(Variable::name)
                .toList();
    }
}
