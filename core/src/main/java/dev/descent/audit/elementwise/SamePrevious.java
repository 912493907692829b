package dev.descent.audit.elementwise;

import dev.descent.audit.Trace;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Finding;
import dev.descent.report.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Momentum from the difference of a parameter and what it was before (heavy ball, Polyak 1964), where {@code previous = w} keeps no copy
 * but the very array that is then changed in place: the difference is 0 in every step.
 */
final class SamePrevious implements Relation {
    private static final int FEWEST_STEPS = 3;

    /** How programs call what was before, in several languages. */
    private static final Pattern PREVIOUS =
            Pattern.compile("(?i)prev|old|last|before|anter|ant$|ant_|alt$|alt_|vorher|prec|wcze");

    @Override
    public Optional<Finding> find(Trace trace) {
        List<Shown> all = Shown.of(trace);
        List<String> kept = new ArrayList<>();
        List<String> places = new ArrayList<>();
        String parameter = "";
        for (Shown previous : all) {
            for (Shown own : all) {
                boolean named = PREVIOUS.matcher(previous.name()).find()
                        && previous.name().contains(own.name());
                if (!named || own.isConstant() || !previous.isSame(own)) {
                    continue;
                }
                Optional<Shown> difference = all.stream()
                        .filter(one -> one.shape().equals(own.shape()) && one.isConstant() && one.isZero())
                        .findFirst();
                if (difference.isPresent()) {
                    kept.add(previous.name());
                    places.add(difference.get().name());
                    parameter = parameter.isEmpty() ? own.name() : parameter;
                }
            }
        }
        if (kept.isEmpty() || trace.iterations().size() < FEWEST_STEPS) {
            return Optional.empty();
        }
        String name = kept.getFirst();
        String difference = places.getFirst();
        List<String> place = new ArrayList<>(kept);
        places.stream().filter(one -> !place.contains(one)).forEach(place::add);
        Line line = new Line(name, parameter, parameter + ".copy()");
        return Optional.of(new Finding(
                Fault.MOMENTUM_WRONG,
                Certainty.LIKELY,
                String.join(", ", place),
                "%s holds the numbers of %s all the time, and %s is 0 in every step: %s is no copy but the same array, so no momentum is kept"
                        .formatted(name, parameter, difference, name),
                List.of(Evidence.against(
                        "iterations in which " + difference + " is 0",
                        trace.iterations().size(),
                        1,
                        "Polyak 1964")),
                "%s = %s.copy(), before the step".formatted(name, parameter),
                null,
                List.of(),
                List.of(),
                line));
    }
}
