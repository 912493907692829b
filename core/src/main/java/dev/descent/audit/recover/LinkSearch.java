package dev.descent.audit.recover;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Nonlinearity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Finds what follows from a layer's weighted sums in one iteration: with which bias, by which activation, in which array. */
final class LinkSearch {
    private static final int MANY = 24;

    /** Rows among which some reach a bound where any do. */
    private static final int ENOUGH = 200;

    /** A sigmoid's value at the sums of -230 and beyond. */
    private static final double CLIPPED = 1e-100;

    /** Distance from 0 and 1 below which an activation shows next to nothing of its sum. */
    private static final double SATURATED = 1e-12;

    /** Numbers on each side of zero that show a slope or α nobody would guess. */
    private static final int FEWEST_OF_A_SIGN = 4;

    /** Numbers that a bias gives only with its sign turned by no chance. */
    private static final int FEWEST_NEGATED = 3;

    /** Numbers that are an activation with a slip in it by no chance. */
    private static final int FEWEST_SLIPPED = 4;

    /** What looking at one array costs. */
    private static final long CANDIDATE = 1_000;

    private final Book book;
    private final int iteration;
    private final List<Seen> seen;
    private final Set<Seen> overSamples;
    private final Set<Seen> overEverything;

    /** @param seen arrays with one row per sample */
    LinkSearch(Book book, int iteration, List<Seen> seen) {
        this.book = book;
        this.iteration = iteration;
        this.seen = seen;
        this.overSamples = only(seen, Softmaxes::mayBeAcross);
        this.overEverything = only(seen, Softmaxes::mayBeOverEverything);
    }

    /** By identity: an array may be there transposed too. */
    private Set<Seen> only(List<Seen> all, BiPredicate<Matrix, Matrix> holds) {
        Set<Seen> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Seen one : all) {
            Matrix whole = one.ref().atOrBefore(iteration);
            if (whole != null && holds.test(whole, one.rows())) {
                kept.add(one);
            }
        }
        return kept;
    }

    /** A link that holds: which bias, which activation, which array shows it. */
    record Held(@Nullable Ref bias, Nonlinearity activation, Seen shown, int informative) {}

    List<@Nullable Ref> biases(Chain chain, Ref weight, int units) {
        List<@Nullable Ref> biases = new ArrayList<>();
        biases.add(null);
        List<Ref> negated = new ArrayList<>();
        int samples = seen.isEmpty() ? 0 : seen.getFirst().rows().rows();
        for (Ref ref : book.shaped(
                iteration,
                1,
                units,
                variable ->
                        !variable.isInteger() && (variable.rank() > 0 || units == 1) && !book.isSetting(variable))) {
            if (chain.uses(ref) || ref.sameVariable(weight) || ref.variable().iterations() == 0) {
                continue;
            }
            Matrix now = ref.at(iteration);
            Matrix before = ref.lag(1).at(iteration);
            for (int lag = 0; lag < 2; lag++) {
                Matrix value = lag == 0 ? now : before;
                if (value != null
                        && value.rows() == 1
                        && value.columns() == units
                        && value.isFinite()
                        && (lag == 0 || before == null || now == null || !before.sameValues(now))
                        && (!value.isZero() || Names.belong(weight.name(), ref.name()))) {
                    biases.add(ref.lag(lag));
                    if (samples * units >= FEWEST_NEGATED
                            && !value.isZero()
                            && !Names.soundsLikeGradient(ref.name())
                            && !ref.variable().isConstant()) {
                        negated.add(ref.lag(lag).part(Part.NEGATED));
                    }
                }
            }
        }
        biases.addAll(negated);
        return biases;
    }

    List<Held> held(Chain chain, Ref weight, @Nullable Ref bias, Matrix logits) {
        List<Held> held = new ArrayList<>();
        List<Held> silent = new ArrayList<>();
        int least = least(logits);
        // One sign that has slipped is enough.
        boolean isTurned = bias != null && bias.part() == Part.NEGATED;
        for (Seen whole : seen) {
            if (whole.rows().columns() != logits.columns()
                    || chain.uses(whole.ref())
                    || whole.ref().sameVariable(weight)
                    || (bias != null && whole.ref().sameVariable(bias))) {
                continue;
            }
            Seen candidate = whole.rows().rows() == logits.rows()
                    ? whole
                    : new Seen(whole.ref(), whole.rows().rows(0, logits.rows()));
            book.effort().add(CANDIDATE);
            for (Nonlinearity activation : Nonlinearity.ELEMENTWISE) {
                if (far(candidate.rows(), activation, logits)
                        || isChance(candidate, activation)
                        || (activation.isSlipped() && (isTurned || logits.size() < FEWEST_SLIPPED))
                        || (activation.kind() == Nonlinearity.Kind.TURNED_RELU
                                && bothSigns(logits) < FEWEST_OF_A_SIGN)) {
                    continue;
                }
                book.effort().simulated(logits.size());
                Fit fit = fit(candidate.rows(), activation, activation.apply(logits));
                if (fit.matches() && fit.informative() > 0) {
                    held.add(new Held(bias, activation, candidate, informative(activation, logits, fit)));
                } else if (fit.matches() && activation.kind() == Nonlinearity.Kind.RELU) {
                    silent.add(new Held(bias, activation, candidate, 0));
                }
            }
            for (Nonlinearity activation : Nonlinearity.fitted(candidate.rows().at(least), logits.at(least))) {
                if (!far(candidate.rows(), activation, logits)) {
                    Fit fit = fit(candidate.rows(), activation, activation.apply(logits));
                    if (fit.shows() && bothSigns(logits) >= FEWEST_OF_A_SIGN) {
                        held.add(new Held(bias, activation, candidate, informative(activation, logits, fit)));
                    }
                }
            }
            if (held.stream()
                            .anyMatch(link -> link.shown().ref().equals(candidate.ref())
                                    && !link.activation().isIdentity())
                    && isSaturated(candidate.rows())) {
                // All units saturated: where a sigmoid is as good, the shares of a softmax are chance.
                continue;
            }
            Nonlinearity softmax = softmax(whole, candidate, logits);
            if (softmax != null && !(isTurned && softmax.isSlipped())) {
                held.add(new Held(bias, softmax, candidate, candidate.rows().size()));
            }
        }
        Held linear = held.stream()
                .filter(link -> link.activation().isIdentity())
                .findFirst()
                .orElse(null);
        if (linear != null && held.stream().allMatch(link -> link.activation().isIdentity())) {
            held.addAll(saturated(chain, bias, logits, linear));
        }
        // Zeros are the ReLU of any sums below 0: they show it only beside the sums themselves.
        // And where nothing else follows from the sums: the target of a class that is absent is all zeros too.
        boolean curved = held.stream().anyMatch(link -> !link.activation().isIdentity());
        List<Held> sums = curved ? List.of() : List.copyOf(held);
        if (!sums.isEmpty()) {
            silent.stream()
                    .filter(link -> sums.stream()
                            .anyMatch(sum ->
                                    isRelu(link.shown().ref(), sum.shown().ref())))
                    .forEach(held::add);
        } else if (held.isEmpty() && logits.size() >= MANY && logits.maximum() < 0) {
            // Or where they stay zero in every iteration, and all sums really are below 0.
            silent.stream().filter(link -> staysZero(link.shown().ref())).forEach(held::add);
        }
        return held;
    }

    /** Which softmax an array is; null for none. */
    private @Nullable Nonlinearity softmax(Seen whole, Seen candidate, Matrix logits) {
        Matrix rows = candidate.rows();
        if (Softmaxes.along(rows, logits)) {
            return logits.columns() > 1 || staysOne(candidate.ref()) ? Nonlinearity.SOFTMAX : null;
        }
        Nonlinearity ofRows = Softmaxes.withSlip(rows, logits);
        if (ofRows != null) {
            return ofRows;
        }
        if (overSamples.contains(whole) && Softmaxes.across(candidate.ref().atOrBefore(iteration), rows, logits)) {
            return Nonlinearity.SOFTMAX_OVER_SAMPLES;
        }
        if (overEverything.contains(whole)) {
            return Softmaxes.overEverything(rows, logits);
        }
        Matrix all = Softmaxes.mayBe(rows) ? sums(logits) : null;
        return all != null && Softmaxes.lessLargestOfUnits(rows, logits, all)
                ? Nonlinearity.SOFTMAX_LESS_LARGEST_OF_UNITS
                : null;
    }

    /** An array that is the weighted sums of all samples; null where the dump has none. */
    private @Nullable Matrix sums(Matrix logits) {
        return seen.stream()
                .filter(candidate -> candidate.rows().sameShape(logits)
                        && !far(candidate.rows(), Nonlinearity.IDENTITY, logits)
                        && Fit.same(candidate.rows(), logits).matches())
                .map(candidate -> candidate.ref().atOrBefore(iteration))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Targets of 0 and 1, and saturated units, are a step of anything; and between its bounds a clamp is the sums themselves. */
    private boolean isChance(Seen candidate, Nonlinearity activation) {
        return (activation.isStep() && switching(candidate.rows()) < MANY)
                || (activation.isClamp() && !reaches(candidate.ref(), activation));
    }

    /** Where the least number is. */
    private static int least(Matrix logits) {
        int least = 0;
        for (int i = 1; i < logits.size(); i++) {
            least = logits.at(i) < logits.at(least) ? i : least;
        }
        return least;
    }

    /** Logits above and below zero, whichever are fewer. */
    private static long bothSigns(Matrix logits) {
        long above = Arrays.stream(logits.values()).filter(value -> value > 0).count();
        return Math.min(above, logits.size() - above);
    }

    /** Arrays that are all 0 and 1 here, and in other iterations show that they are an activation of the sums. */
    private List<Held> saturated(Chain chain, @Nullable Ref bias, Matrix logits, Held sum) {
        List<Held> found = new ArrayList<>();
        for (Seen candidate : seen) {
            Matrix rows = candidate.rows();
            boolean flat = rows.columns() == logits.columns()
                    && Arrays.stream(rows.values())
                            .allMatch(value -> value == Math.rint(value) && Math.abs(value) <= 1);
            if (!flat
                    || chain.uses(candidate.ref())
                    || candidate.ref().sameVariable(sum.shown().ref())) {
                continue;
            }
            for (Nonlinearity activation : List.of(Nonlinearity.SIGMOID, Nonlinearity.TANH, Nonlinearity.SOFTMAX)) {
                int informative =
                        informativeElsewhere(candidate.ref(), sum.shown().ref(), activation);
                if (informative > MANY) {
                    found.add(new Held(bias, activation, candidate, informative));
                }
            }
        }
        return found;
    }

    /** Numbers in which an array shows, in all iterations, that it is an activation of the sums; 0 where it is not in one. */
    private int informativeElsewhere(Ref ref, Ref sums, Nonlinearity activation) {
        int informative = 0;
        for (int t = 0; t < book.iterations(); t++) {
            Matrix value = ForwardCheck.sample(ref.at(t), Seen.SAMPLED);
            Matrix sum = ForwardCheck.sample(sums.at(t), Seen.SAMPLED);
            if (value == null || sum == null || !value.sameShape(sum)) {
                continue;
            }
            Fit fit = fit(value, activation, activation.apply(sum));
            if (!fit.matches()) {
                return 0;
            }
            for (double shown : value.values()) {
                informative += shown == Math.rint(shown) ? 0 : 1;
            }
        }
        return informative;
    }

    /** Whether it is the ReLU of the sums in every iteration. */
    private boolean isRelu(Ref ref, Ref sums) {
        return IntStream.range(0, book.iterations()).allMatch(t -> {
            Matrix value = ref.at(t);
            Matrix sum = sums.at(t);
            return value == null
                    || sum == null
                    || Fit.same(value, Nonlinearity.RELU.apply(sum)).matches();
        });
    }

    /** Whether an array is an activation. Programs clip the sums of a sigmoid against overflow: what is left far out shows nothing. */
    static Fit fit(Matrix shown, Nonlinearity activation, Matrix expected) {
        return activation.kind() == Nonlinearity.Kind.SIGMOID && shown.minimum() < CLIPPED
                ? Fit.same(withoutTail(shown), withoutTail(expected))
                : Fit.same(shown, expected);
    }

    private static Matrix withoutTail(Matrix shares) {
        double[] values = shares.values().clone();
        double[] bounds = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            bounds[i] = shares.bound(i);
            values[i] = values[i] < CLIPPED ? 0 : values[i];
        }
        return Matrix.of(shares.rows(), shares.columns(), values, bounds, shares.epsilon());
    }

    private static boolean isSaturated(Matrix shown) {
        return Arrays.stream(shown.values()).allMatch(value -> Math.abs(value - Math.rint(value)) < SATURATED);
    }

    /** What a softmax of one unit is; a saturated sigmoid is it now and then, and a column that stands for the bias always. */
    private boolean staysOne(Ref ref) {
        return !isColumnOfAnother(ref)
                && IntStream.range(0, book.iterations()).allMatch(t -> {
                    Matrix value = ref.at(t);
                    return value == null || (value.minimum() == 1 && value.maximum() == 1);
                });
    }

    /** Whether a wider array begins or ends with these numbers, as inputs beside a column of ones do. */
    private boolean isColumnOfAnother(Ref ref) {
        Matrix own = ref.atOrBefore(iteration);
        return own != null
                && seen.stream().map(Seen::ref).anyMatch(other -> {
                    Matrix wide = other.atOrBefore(iteration);
                    return wide != null
                            && wide.columns() > own.columns()
                            && wide.rows() == own.rows()
                            && (wide.columns(0, own.columns()).sameValues(own)
                                    || wide.columns(wide.columns() - own.columns(), wide.columns())
                                            .sameValues(own));
                });
    }

    private boolean staysZero(Ref ref) {
        return book.iterations() > 1 && ref.variable().staysZero();
    }

    /** Numbers of the units that are not alike in all samples: what never switches is a step of anything of one sign. */
    private static int switching(Matrix shown) {
        int count = 0;
        for (int unit = 0; unit < shown.columns(); unit++) {
            Matrix values = shown.columns(unit, unit + 1);
            count += values.minimum() < values.maximum() ? values.size() : 0;
        }
        return count;
    }

    /** A quick look at a few elements. */
    private static boolean far(Matrix shown, Nonlinearity activation, Matrix logits) {
        for (int i = 0; i < shown.size(); i += 1 + shown.size() / 5) {
            double expected = activation.value(logits.at(i));
            double error = Math.abs(shown.at(i) - expected);
            if (error > 1e-3 * (Math.abs(expected) + 1e-3) && error > 1e-4 * logits.bound(i)) {
                return true;
            }
        }
        return false;
    }

    /** Saturated activations hold for many logits, and the tails of several functions are alike: they show little. */
    private static int informative(Nonlinearity activation, Matrix logits, Fit fit) {
        if (activation.isIdentity() || activation.kind() == Nonlinearity.Kind.RELU) {
            return fit.informative();
        }
        int count = 0;
        for (int i = 0; i < logits.size(); i++) {
            count += Math.abs(logits.at(i)) < 14 ? 1 : 0;
        }
        return count;
    }

    /** The last array that shows an activation and can be one; of several that are the same everywhere the first. Null for none. */
    @Nullable
    Held shown(List<Held> shownBy, Nonlinearity activation) {
        List<Held> inRange = shownBy.stream()
                .filter(link -> staysInRange(link.shown().ref(), activation))
                .toList();
        if (inRange.isEmpty()) {
            return null;
        }
        Held last = inRange.getLast();
        return inRange.stream()
                .filter(link -> link.shown().ref().isSame(last.shown().ref(), book.iterations()))
                .findFirst()
                .orElse(last);
    }

    /** An error a − t is the activation itself where the target is 0, but not everywhere. */
    private boolean staysInRange(Ref ref, Nonlinearity activation) {
        double slack = 1e-6;
        return IntStream.range(0, book.iterations()).allMatch(t -> {
            Matrix value = ref.at(t);
            return value == null
                    || !value.isFinite()
                    || (value.minimum() >= activation.lowest() - slack
                            && value.maximum() <= activation.highest() + slack);
        });
    }

    /** Whether a bound of the activation is reached, in any iteration, by some of many numbers. */
    private boolean reaches(Ref ref, Nonlinearity activation) {
        int inside = 0;
        int bounds = 0;
        for (int t = 0; t < book.iterations(); t++) {
            Matrix whole = ref.atOrBefore(t);
            Matrix value = whole == null ? null : whole.rows(ForwardCheck.spread(whole.rows(), ENOUGH));
            for (int i = 0; value != null && i < value.size(); i++) {
                boolean bound = value.at(i) == activation.lowest() || value.at(i) == activation.highest();
                bounds += bound ? 1 : 0;
                inside += bound || value.at(i) == 0 ? 0 : 1;
            }
        }
        return bounds > 0 && inside >= MANY;
    }

    /** Whether it is a ReLU that shows: 0 somewhere, and negative nowhere. */
    boolean isClosingRelu(Nonlinearity activation, Held shown) {
        List<Matrix> all = IntStream.range(0, book.iterations())
                .mapToObj(shown.shown().ref()::atOrBefore)
                .filter(Objects::nonNull)
                .toList();
        return activation.kind() == Nonlinearity.Kind.RELU
                && all.stream().anyMatch(value -> value.minimum() == 0)
                && all.stream().noneMatch(value -> value.minimum() < 0);
    }
}
