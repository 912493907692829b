package dev.descent.doctor.cause;

import static dev.descent.report.Evidence.against;
import static dev.descent.report.Evidence.fact;

import dev.descent.doctor.Cause;
import dev.descent.doctor.Examination;
import dev.descent.doctor.Suspect;
import dev.descent.doctor.Vitals;
import dev.descent.doctor.measure.Curvature;
import dev.descent.doctor.measure.Subject;
import dev.descent.network.Conv2d;
import dev.descent.network.Reduction;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.train.Adadelta;
import dev.descent.train.Experiment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * The step: uphill, beyond the stable step, or so small that training would need ages. Judged by the size of the first updates
 * against the weights, which is about 1e-3 in healthy training; which remedy is right is left to the trials.
 */
public final class StepSize implements Cause {
    private static final String RATIO_SOURCE = "DL4J and TheDeepChecker: healthy between 1e-4 and 1e-1";

    private static final String STABLE_SOURCE = "LeCun, Simard and Pearlmutter 1993";

    /** From here on a rate is too large for an optimizer that makes every weight's step about as long as the rate. */
    private static final double FAR_TOO_LARGE = 0.02;

    /** An update of this share of the weights' size is a leap: twice what the sources call healthy. */
    private static final double LEAP = 0.2;

    /** So far beyond the stable step a training that learns all the same may do better with less. */
    private static final double UNSTABLE = 2;

    /** Adadelta finds its step by itself: a rate below this is one that other optimizers take. */
    private static final double SMALL_FOR_ADADELTA = 0.1;

    /** Networks up to this size have their curvature measured. */
    private static final int MOST_PARAMETERS = 50_000;

    @Override
    public String name() {
        return "step-size";
    }

    @Override
    public String tells() {
        return "updates against weights, a schedule that leaves little of the rate, the step against the largest stable one 2/λ, the straightness of the weights' way";
    }

    @Override
    public List<Fault> faults() {
        return List.of(Fault.STEP_ASCENDS, Fault.STEP_TOO_LARGE, Fault.STEP_TOO_SMALL);
    }

    @Override
    public List<Suspect> suspects(Examination examination) {
        Experiment experiment = examination.experiment();
        List<Suspect> suspects = new ArrayList<>();
        double rate = experiment.learningRate();
        if (rate < 0) {
            suspects.add(new Suspect(
                    Fault.STEP_ASCENDS,
                    "learning-rate",
                    0.97,
                    "the learning rate %s is negative: every step climbs the loss".formatted(rate),
                    List.of(fact("learning rate", rate)),
                    "learning-rate: " + -rate,
                    experiment.withLearningRate(-rate)));
            return suspects;
        }
        suspects.addAll(RateSchedule.suspects(examination));
        double ratio = largestRatio(examination.trial());
        Evidence evidence = against("largest update over its weights", ratio, 0.1, RATIO_SOURCE);
        int samples = experiment.batch() == 0 ? examination.data().train().size() : experiment.batch();
        boolean hurt = isHurt(examination.trial());
        boolean isSummed = experiment.reduction() == Reduction.SUM && samples > 1;
        String says = isSummed
                ? summed(rate, samples)
                : "the learning rate %s is too large: a single update changes weights by %.2g of their size"
                        .formatted(text(rate), ratio);
        List<Evidence> seen = new ArrayList<>(List.of(evidence));
        if (isSummed) {
            seen.add(fact("samples summed", samples));
        }
        double times = hurt ? timesBeyondStable(examination) : Double.NaN;
        if (times > 1) {
            seen.add(against("step over the largest stable step 2/λ", times, 1, STABLE_SOURCE));
        }
        if (isSummed) {
            suspects.add(new Suspect(
                    Fault.STEP_TOO_LARGE,
                    "reduction",
                    ratio > 0.1 ? 0.88 : 0.6,
                    says,
                    seen,
                    "reduction: sum → mean",
                    experiment.withReduction(Reduction.MEAN)));
        }
        // A mean is the remedy of a sum; a rate that does the same is tried once beside it.
        double[] likely = smaller(rate, times > 1 ? times : ratio);
        double[] smaller = isSummed ? new double[] {likely[0]} : withUsual(experiment, likely);
        for (int i = 0; i < smaller.length; i++) {
            suspects.add(new Suspect(
                    Fault.STEP_TOO_LARGE,
                    "learning-rate",
                    (hurt ? 0.78 : tooLargeByCustom(experiment) ? 0.5 : 0.25) - 0.01 * i,
                    says,
                    seen,
                    "learning-rate: %s → %s".formatted(text(rate), text(smaller[i])),
                    experiment.withLearningRate(smaller[i])));
        }
        double small = largestRatioLater(examination.trial());
        double straight = examination.trial().straightness();
        // At a usual rate something else may make the updates small: a loss whose gradient is, for one.
        boolean isLow = tooSmallByCustom(experiment);
        double weight = hurt
                ? 0.2
                : small < 3e-4 ? (isLow ? 0.72 : 0.66) : straight > 0.5 ? (isLow ? 0.66 : 0.64) : isLow ? 0.52 : 0.3;
        double least = small < 3e-5 ? 1e2 : 10;
        double[] larger = withUsual(experiment, new double[] {rate * least, rate * least * 10, rate * least * 100});
        for (int i = 0; i < larger.length; i++) {
            suspects.add(new Suspect(
                    Fault.STEP_TOO_SMALL,
                    "learning-rate",
                    weight - 0.02 * (i + 1),
                    "the learning rate %s is too small: updates are only %.2g of the weights' size, and %.0f %% of their way leads straight on"
                            .formatted(text(rate), small, 100 * straight),
                    List.of(
                            against("largest update over its weights", small, 1e-4, RATIO_SOURCE),
                            fact("distance over way of the weights", straight)),
                    "learning-rate: %s → %s".formatted(text(rate), text(larger[i])),
                    experiment.withLearningRate(larger[i])));
        }
        return suspects;
    }

    @Override
    public List<Suspect> reservations(Examination examination) {
        Experiment experiment = examination.experiment();
        double rate = experiment.learningRate();
        int samples = experiment.batch() == 0 ? examination.data().train().size() : experiment.batch();
        double ratio = largestRatio(examination.trial());
        if (isAdaptive(experiment) && rate > FAR_TOO_LARGE && ratio > LEAP) {
            return List.of(new Suspect(
                    Fault.STEP_TOO_LARGE,
                    "learning-rate",
                    0.6,
                    "the learning rate %s is far above what %s takes: every weight moves by about as much in every step"
                            .formatted(text(rate), experiment.optimizer().spec().name()),
                    List.of(
                            against("learning rate", rate, FAR_TOO_LARGE, "twice the limit of UMLAUT, CHI 2021"),
                            against("largest update over its weights", ratio, LEAP, RATIO_SOURCE)),
                    "learning-rate: %s → %s".formatted(text(rate), text(rate / 10)),
                    experiment.withLearningRate(rate / 10)));
        }
        if (experiment.optimizer() instanceof Adadelta && rate > 0 && rate < SMALL_FOR_ADADELTA) {
            return List.of(ofAnotherOptimizer(experiment));
        }
        double times = isAdaptive(experiment) || rate <= 0 ? Double.NaN : timesBeyondStable(examination);
        Evidence beyond = against("step over the largest stable step 2/λ", times, 1, STABLE_SOURCE);
        boolean isHidden = isAdaptive(experiment);
        if (experiment.reduction() == Reduction.SUM && samples > 1 && (isHidden || times > 1)) {
            Evidence count = fact("samples summed", samples);
            return List.of(new Suspect(
                    Fault.STEP_TOO_LARGE,
                    "reduction",
                    0.6,
                    isHidden
                            ? "the gradient is summed over %,d samples, not averaged: %s divides by its size, which hides it"
                                    .formatted(
                                            samples,
                                            experiment.optimizer().spec().name())
                            : summed(rate, samples),
                    isHidden ? List.of(count) : List.of(count, beyond),
                    "reduction: sum → mean",
                    experiment.withReduction(Reduction.MEAN)));
        }
        if (times > UNSTABLE) {
            double stable = smaller(rate, times)[0];
            return List.of(new Suspect(
                    Fault.STEP_TOO_LARGE,
                    "learning-rate",
                    0.55,
                    "the learning rate %s is %.1f times the largest stable one at the start, so that training leaps about"
                            .formatted(text(rate), times),
                    List.of(beyond),
                    "learning-rate: %s → %s".formatted(text(rate), text(stable)),
                    experiment.withLearningRate(stable)));
        }
        return List.of();
    }

    /** Its method has no rate at all, which is the rate 1; programs that take its name take the rate they had. */
    private static Suspect ofAnotherOptimizer(Experiment experiment) {
        double rate = experiment.learningRate();
        return new Suspect(
                Fault.STEP_TOO_SMALL,
                "learning-rate",
                // A trial that is cut short gets further with any larger rate: it must bring something.
                0.55,
                "adadelta finds the length of its steps by itself, and the learning rate %s makes them %.0f times shorter"
                        .formatted(text(rate), 1 / rate),
                List.of(against(
                        "learning rate",
                        rate,
                        SMALL_FOR_ADADELTA,
                        "Zeiler 2012, algorithm 1: it has none, which is 1")),
                "learning-rate: %s → 1".formatted(text(rate)),
                experiment.withLearningRate(1));
    }

    /** The rate that people begin with, for the optimizer. */
    public static double usualRate(Experiment experiment) {
        return switch (experiment.optimizer().spec().name()) {
            case "sgd" -> 0.1;
            case "momentum", "nesterov", "adagrad" -> 0.01;
            case "adadelta" -> 1;
            default -> 0.001;
        };
    }

    /** The suspect that says of a rate what a training with another one proved. */
    public static Suspect other(Experiment now, Experiment mended) {
        boolean isLarge = now.learningRate() > mended.learningRate();
        return new Suspect(
                isLarge ? Fault.STEP_TOO_LARGE : Fault.STEP_TOO_SMALL,
                "learning-rate",
                0.5,
                "the learning rate %s is too %s for this training once all else is mended"
                        .formatted(text(now.learningRate()), isLarge ? "large" : "small"),
                List.of(fact("learning rate", now.learningRate())),
                "learning-rate: %s → %s".formatted(text(now.learningRate()), text(mended.learningRate())),
                mended);
    }

    private static String summed(double rate, int samples) {
        return "the step is %,d times that of the mean gradient: the gradient is summed over %,d samples and %s"
                .formatted(
                        samples,
                        samples,
                        rate == 1
                                ? "no learning rate scales it"
                                : "the learning rate %s does not make up for it".formatted(text(rate)));
    }

    /** The largest update of a weight against its size over the first steps. */
    static double largestRatio(dev.descent.doctor.Trial trial) {
        return trial.vitals().stream()
                .limit(4)
                .flatMap(vitals -> vitals.parameters().stream())
                .filter(parameter -> parameter.name().endsWith(".weight"))
                .mapToDouble(Vitals.OfParameter::updateRatio)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
    }

    private static double largestRatioLater(dev.descent.doctor.Trial trial) {
        return trial.vitals().stream()
                .flatMap(vitals -> vitals.parameters().stream())
                .filter(parameter -> parameter.name().endsWith(".weight"))
                .mapToDouble(Vitals.OfParameter::updateRatio)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
    }

    /** How many times larger than the largest stable one the step is; NaN where measuring it would take too long. */
    private static double timesBeyondStable(Examination examination) {
        boolean isSmall = examination.layout().valueCount() <= MOST_PARAMETERS
                && examination.experiment().layers().stream().noneMatch(Conv2d.class::isInstance);
        return isSmall
                ? Curvature.step(Subject.atStart(examination.experiment(), examination.data()))
                        .timesTooLarge()
                : Double.NaN;
    }

    /**
     * Rates below one that is too large, the likeliest first.
     *
     * @param times how far beyond the stable step it is, or the first update over the weights, which should be about 1 at most
     */
    private static double[] smaller(double rate, double times) {
        if (!(times > 10 && Double.isFinite(times))) {
            return new double[] {rate / 10, rate / 100, rate / 1000};
        }
        double near = rate * Math.pow(10, Math.rint(Math.log10(1 / times)));
        return new double[] {near, 10 * near, near / 10};
    }

    /** The usual rate first, in place of the one nearest to it, where it lies among them. */
    private static double[] withUsual(Experiment experiment, double[] rates) {
        double usual = usualRate(experiment);
        double[] others = DoubleStream.of(rates)
                .filter(rate -> Math.abs(Math.log10(usual / rate)) >= 0.5)
                .toArray();
        return others.length == rates.length
                ? rates
                : DoubleStream.concat(DoubleStream.of(usual), DoubleStream.of(others))
                        .toArray();
    }

    static boolean isHurt(dev.descent.doctor.Trial trial) {
        return trial.isBroken() || trial.hasRisen() || largestRatio(trial) > 0.1;
    }

    private static boolean isAdaptive(Experiment experiment) {
        return experiment.optimizer().spec().name().matches("adam.*|rmsprop");
    }

    private static boolean tooLargeByCustom(Experiment experiment) {
        double rate = experiment.learningRate();
        return isAdaptive(experiment) ? rate > 0.01 : rate > 0.5;
    }

    private static boolean tooSmallByCustom(Experiment experiment) {
        double rate = experiment.learningRate();
        return switch (experiment.optimizer().spec().name()) {
            case "adadelta" -> rate < SMALL_FOR_ADADELTA;
            case "adagrad" -> rate < 3e-3;
            case "sgd", "momentum", "nesterov" -> rate < 5e-3;
            default -> rate < 3e-4;
        };
    }

    static String text(double rate) {
        return String.format(Locale.ROOT, "%.4g", rate).replaceAll("\\.?0+(e|$)", "$1");
    }
}
