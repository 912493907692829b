package dev.descent.audit.check;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Recovery;
import dev.descent.audit.recover.Ref;
import dev.descent.audit.recover.TargetValues;
import dev.descent.audit.recover.Variable;
import dev.descent.audit.replay.Losses;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Labels that do not belong to their inputs. Inputs that look alike have the same label far more often than by chance, unless
 * the labels were shuffled apart or slipped by a row; and when a slip by some rows brings the agreement back, that is proof.
 */
final class TargetsMisaligned implements Check {
    /** Fewer samples say too little. */
    static final int FEWEST = 60;

    private static final int MOST = 800;
    /** Multiplications for the distances of all pairs: of pictures so many fewer samples are enough. */
    private static final double AFFORDABLE = 1.2e8;

    /** Fewer inputs can lie close together by chance. */
    private static final int NARROWEST = 16;

    /** Distance to the nearest sample, in parts of that of any two, in data of clusters. */
    private static final double CLOSE = 0.8;

    /** Deviations from chance beyond which labels have something to do with the inputs. */
    static final double RELATED = 2.5;

    /** Rows by which programs slip, the likeliest first. */
    static final int[] SLIPS = {1, -1, 2, -2, 3, -3};

    @Override
    public List<Suspicion> examine(Examination examination) {
        Setup setup = examination.asItIs();
        if (setup == null || InputsInvalid.isTruncated(examination) || Recovery.beginsInside(examination.program())) {
            return List.of();
        }
        Matrix inputs = setup.inputs();
        Matrix targets = setup.targets();
        if (inputs.rows() < FEWEST || !inputs.isFinite() || !TargetValues.areClasses(targets)) {
            return List.of();
        }
        int affordable = (int) Math.sqrt(AFFORDABLE / inputs.columns());
        int samples = Math.min(Math.min(MOST, affordable), inputs.rows());
        int[] labels = labels(targets, samples);
        int[] nearest = new int[samples];
        double closeness = nearest(inputs, samples, nearest);
        double chance = chance(labels);
        if (chance == 1) {
            // One class only agrees with itself wherever it is moved.
            return List.of();
        }
        double agreement = agreement(labels, nearest, 0);
        double spread = Math.sqrt(chance * (1 - chance) / samples);
        boolean wide = inputs.columns() >= NARROWEST;
        int slip = wide ? slip(labels, nearest, chance + 8 * spread, agreement) : 0;
        if (slip == 0) {
            boolean clustered = wide && closeness < CLOSE;
            boolean related = agreement > chance + (wide ? 3 : RELATED) * spread;
            boolean apart = clustered
                    ? isUnrelated(inputs, targets, Double.POSITIVE_INFINITY)
                    : isApart(inputs, targets, labels, agreement - chance, spread);
            // Where no delta shows, targets and inputs of two sets may have been put together here only.
            boolean together = examination.showsDelta(examination.program().depth());
            if (samples < 2 * FEWEST || related || !apart || !together) {
                return List.of();
            }
        }
        return List.of(suspicion(
                examination.program(), numbers(examination.program(), targets), agreement, chance, slip, samples));
    }

    /** Whether labels of inputs that need not lie in clusters were made on purpose and yet follow from them in no way. */
    private static boolean isApart(Matrix inputs, Matrix targets, int[] labels, double above, double spread) {
        // Where neighbours differ more often than by chance, as the bits of a parity do, they tell the label too.
        return above > -RELATED * spread
                && isUnrelated(inputs, targets, 0)
                && (Association.areEvenAndMixed(labels)
                        || (inputs.columns() < NARROWEST && Association.areDependent(inputs)));
    }

    /** @param unknown what is taken for the association where too few samples show none */
    private static boolean isUnrelated(Matrix inputs, Matrix targets, double unknown) {
        double linear = Association.linear(inputs, targets);
        return Double.isInfinite(linear) ? unknown > RELATED : linear < RELATED;
    }

    /** The class numbers that one-hot targets are made of, where the dump has them; null for none. */
    private static @Nullable String numbers(Program program, Matrix targets) {
        int[] labels = labels(targets, targets.rows());
        return program.book().variables().stream()
                .filter(variable -> {
                    Matrix value = variable.isConstant() && targets.columns() > 1 ? variable.atOrBefore(0) : null;
                    return value != null
                            && value.size() == labels.length
                            && IntStream.range(0, labels.length).allMatch(i -> value.at(i) == labels[i]);
                })
                .map(Variable::name)
                .findFirst()
                .orElse(null);
    }

    private static Suspicion suspicion(
            Program program, @Nullable String numbers, double agreement, double chance, int slip, int samples) {
        Ref source = program.forward().target() == null
                ? null
                : program.forward().target().source();
        String name = numbers != null ? numbers : source == null ? "targets" : source.name();
        String input = program.forward().input().name();
        return new Suspicion(
                Fault.TARGETS_MISALIGNED,
                slip == 0 ? Certainty.POSSIBLE : Certainty.LIKELY,
                List.of(name),
                ("%s does not belong to %s: of %d samples, %s have the label of the sample that looks most alike, %s would by"
                                + " chance%s")
                        .formatted(
                                name,
                                input,
                                samples,
                                Wording.percent(agreement),
                                Wording.percent(chance),
                                slip == 0 ? "" : "; moved by %d rows they agree".formatted(slip)),
                List.of(Evidence.against(
                        "share of samples with the label of their nearest neighbour",
                        agreement,
                        chance,
                        "chance, from the frequencies of the labels (Cover and Hart 1967)")),
                slip == 0
                        ? "shuffle %s and %s with the same permutation: p = np.random.permutation(len(%s)); %s[p], %s[p]"
                                .formatted(input, name, input, input, name)
                        : "%s = np.roll(%s, %d, axis=0)".formatted(name, name, slip),
                null,
                setup -> setup);
    }

    private static int[] labels(Matrix targets, int samples) {
        return IntStream.range(0, samples)
                .map(sample -> Losses.strongest(targets, sample))
                .toArray();
    }

    /** Fills in each sample's nearest other; gives the mean distance to it over the mean distance of two samples. */
    private static double nearest(Matrix inputs, int samples, int[] nearest) {
        double[] best = new double[samples];
        Arrays.fill(best, Double.POSITIVE_INFINITY);
        double all = 0;
        int width = inputs.columns();
        double[] values = inputs.values();
        for (int one = 0; one < samples; one++) {
            for (int other = 0; other < one; other++) {
                double square = square(values, one * width, other * width, width);
                all += Math.sqrt(square);
                if (square > 0 && square < best[one]) {
                    best[one] = square;
                    nearest[one] = other;
                }
                if (square > 0 && square < best[other]) {
                    best[other] = square;
                    nearest[other] = one;
                }
            }
        }
        double near = Arrays.stream(best).map(Math::sqrt).average().orElse(Double.NaN);
        return near / (all / (samples * (samples - 1.0) / 2));
    }

    /** Squared distance, in four sums that the processor adds side by side. */
    private static double square(double[] values, int one, int other, int width) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int k = 0;
        for (; k + 3 < width; k += 4) {
            double first = values[one + k] - values[other + k];
            double second = values[one + k + 1] - values[other + k + 1];
            double third = values[one + k + 2] - values[other + k + 2];
            double fourth = values[one + k + 3] - values[other + k + 3];
            a += first * first;
            b += second * second;
            c += third * third;
            d += fourth * fourth;
        }
        for (; k < width; k++) {
            double difference = values[one + k] - values[other + k];
            a += difference * difference;
        }
        return a + b + (c + d);
    }

    private static double chance(int[] labels) {
        double[] counts = new double[Arrays.stream(labels).max().orElse(0) + 1];
        for (int label : labels) {
            counts[label]++;
        }
        return Arrays.stream(counts).map(count -> count * count).sum() / ((double) labels.length * labels.length);
    }

    private static double agreement(int[] labels, int[] nearest, int slip) {
        int samples = labels.length;
        int agree = 0;
        for (int sample = 0; sample < samples; sample++) {
            agree += labels[Math.floorMod(sample - slip, samples)]
                            == labels[Math.floorMod(nearest[sample] - slip, samples)]
                    ? 1
                    : 0;
        }
        return (double) agree / samples;
    }

    /** By how many rows the labels must be moved to agree; 0 for none. */
    private static int slip(int[] labels, int[] nearest, double enough, double asTheyAre) {
        if (asTheyAre >= enough) {
            return 0;
        }
        for (int slip : SLIPS) {
            if (agreement(labels, nearest, slip) >= enough) {
                return slip;
            }
        }
        return 0;
    }
}
