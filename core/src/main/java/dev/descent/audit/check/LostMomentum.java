package dev.descent.audit.check;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Update;
import dev.descent.audit.recover.Variable;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Momentum of which nothing is left, as the rate is outside its bracket or the velocity starts anew, or whose rate is applied twice. */
final class LostMomentum implements Check {
    /** Less is kept by nobody on purpose. */
    private static final double LEAST_MEANT = 0.5;

    /** A rate that leaves about all that is kept is not seen in it. */
    private static final double LARGEST_FACTOR = 0.6;

    private static final double SAME = 1e-6;

    /** Names of velocities and of the share that they keep: by numbers alone a step that keeps nothing is plain descent. */
    private static final Pattern VELOCITY = Pattern.compile("(?i)^v(?![a-z]{2})|vel|mom");

    private static final Pattern SHARE = Pattern.compile("(?i)mu|rho|beta|gamma|alpha_?m.*|mom.*");

    /** What is left of the loss with steps as they are meant. */
    private static final double SLOWED = 0.75;

    @Override
    public List<Suspicion> examine(Examination examination) {
        List<Suspicion> found = new ArrayList<>();
        examination.program().updates().forEach((parameter, update) -> {
            if (update instanceof Update.Momentum(double factor, double beta) && Math.abs(factor) < LARGEST_FACTOR) {
                Variable meant = meant(examination, beta / Math.abs(factor));
                if (meant != null) {
                    found.add(bracketed(examination, parameter, factor, beta, meant.name()));
                } else {
                    twice(examination, parameter, factor, beta).ifPresent(found::add);
                }
            } else if (update instanceof Update.Plain plain && plain.steady() && plain.decay() == 0) {
                forgotten(examination, parameter, plain).ifPresent(found::add);
            }
        });
        return Suspicion.joined(found);
    }

    /** A velocity that is this step alone in every iteration, beside a constant for the share it should keep: it is made anew each time. */
    private static Optional<Suspicion> forgotten(Examination examination, Symbol parameter, Update.Plain plain) {
        Program program = examination.program();
        Optional<Variable> velocity = program.book().all().stream()
                .filter(variable -> VELOCITY.matcher(variable.name()).find())
                .filter(variable -> steps(examination, parameter, variable, 1) > 2)
                .findFirst();
        Optional<Variable> share = program.book().scalars().stream()
                .filter(scalar ->
                        scalar.isConstant() && SHARE.matcher(scalar.name()).matches())
                .filter(scalar -> {
                    Matrix value = scalar.atOrBefore(0);
                    return value != null && value.at(0) >= LEAST_MEANT && value.at(0) < 1;
                })
                .findFirst();
        if (velocity.isEmpty() || share.isEmpty()) {
            return Optional.empty();
        }
        String name = velocity.get().name();
        String moved = program.parameter(parameter).name();
        double kept = value(share.get());
        String rule = "%s * %s - %s * %s"
                .formatted(
                        share.get().name(),
                        "%s",
                        Wording.number(Math.abs(plain.factor())),
                        Wording.gradient(examination, parameter));
        return Optional.of(new Suspicion(
                Fault.MOMENTUM_WRONG,
                Certainty.LIKELY,
                List.of(name, moved),
                "%s, by which %s moves, is this step's gradient alone in every iteration: it starts at 0 each time, and %s keeps nothing"
                        .formatted(name, moved, share.get().name()),
                List.of(Evidence.against("share of the last step that is kept", 0, kept, "Polyak 1964")),
                "set %s to zero once, before the loop".formatted(name),
                new Line(name, rule.formatted("0"), rule.formatted(name)),
                setup -> setup.with(setup.recipe().with(parameter, new Update.Momentum(plain.factor(), kept)))));
    }

    /** A velocity that holds the rate already and is multiplied by it again. */
    private static Optional<Suspicion> twice(Examination examination, Symbol parameter, double factor, double beta) {
        double rate = Math.sqrt(Math.abs(factor));
        boolean isMean = Math.abs(rate - (1 - beta)) <= SAME;
        Variable meant =
                isMean || rate >= 1 ? null : examination.program().book().constant(rate, SAME);
        List<String> names = meant == null ? List.of() : scaled(examination, parameter, value(meant));
        if (meant == null || names.isEmpty() || !slows(examination)) {
            return Optional.empty();
        }
        String moved = examination.program().parameter(parameter).name();
        String velocity = names.getFirst();
        Line line = new Line(
                moved, "%s - %s * %s".formatted(moved, meant.name(), velocity), "%s - %s".formatted(moved, velocity));
        return Optional.of(new Suspicion(
                Fault.MOMENTUM_WRONG,
                Certainty.LIKELY,
                List.of(velocity, moved),
                "the rate multiplies the gradient in %s, and %s again where it moves %s: steps are %s times what is meant"
                        .formatted(velocity, velocity, moved, Wording.number(rate)),
                List.of(Evidence.against("rate of " + moved, Math.abs(factor), rate, meant.name())),
                line.mended(),
                line,
                setup -> setup.with(
                        setup.recipe().with(parameter, new Update.Momentum(Math.signum(factor) * rate, beta)))));
    }

    private static double value(Variable constant) {
        return Objects.requireNonNull(constant.atOrBefore(0)).at(0);
    }

    /** Arrays by whose product with a rate the parameter moves in every iteration. */
    private static List<String> scaled(Examination examination, Symbol parameter, double rate) {
        return examination.program().book().variables().stream()
                .filter(variable -> !variable.isScalar() && steps(examination, parameter, variable, rate) > 1)
                .map(Variable::name)
                .toList();
    }

    /** Whether the program learns much more in the same steps with all its rates as they are meant. */
    private static boolean slows(Examination examination) {
        return examination.leaves(SLOWED, LostMomentum::once);
    }

    private static Update once(Update update) {
        return update instanceof Update.Momentum(double factor, double beta)
                ? new Update.Momentum(Math.signum(factor) * Math.sqrt(Math.abs(factor)), beta)
                : update;
    }

    /** In how many iterations an array times a factor is what is added to the parameter, or taken away; 0 where it is not in all of them. */
    private static int steps(Examination examination, Symbol parameter, Variable variable, double factor) {
        int seen = 0;
        for (int t = 0; t < examination.program().iterations(); t++) {
            Matrix change = examination.program().change(parameter, t);
            Matrix value = variable.at(t);
            if (change == null || value == null) {
                continue;
            }
            Matrix turned = value.sameShape(change) ? value : value.transpose();
            if (!Fit.scaledBy(change, turned, -factor).shows()
                    && !Fit.scaledBy(change, turned, factor).shows()) {
                return 0;
            }
            seen++;
        }
        return seen;
    }

    /** A constant of the dump that is this share, and one that momentum keeps; null for none. */
    private static @Nullable Variable meant(Examination examination, double share) {
        return share >= LEAST_MEANT && share < 1 ? examination.program().book().constant(share, SAME) : null;
    }

    /** The rate outside the bracket, of what is kept too. */
    private static Suspicion bracketed(
            Examination examination, Symbol parameter, double factor, double beta, String kept) {
        double share = beta / Math.abs(factor);
        String name = examination.program().parameter(parameter).name();
        List<String> names = Mover.names(examination.program(), parameter);
        String gradient = Wording.gradient(examination, parameter);
        String rate = Wording.number(Math.abs(factor));
        String velocity = names.getFirst();
        return new Suspicion(
                Fault.MOMENTUM_WRONG,
                Certainty.LIKELY,
                names,
                "the rate multiplies what is kept of the last step too: of %s only %s is left, so %s has next to no momentum"
                        .formatted(kept, Wording.number(beta), name),
                List.of(Evidence.against("share of the last step that is kept", beta, share, "Polyak 1964")),
                "%s = %s * %s + %s * %s".formatted(velocity, kept, velocity, rate, gradient),
                new Line(
                        velocity,
                        "%s * (%s * %s + %s)".formatted(rate, kept, velocity, gradient),
                        "%s * %s + %s * %s".formatted(kept, velocity, rate, gradient)),
                setup -> setup.with(setup.recipe().with(parameter, new Update.Momentum(factor, share))));
    }
}
