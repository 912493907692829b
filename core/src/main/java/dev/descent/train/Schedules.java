package dev.descent.train;

import dev.descent.spec.Arguments;
import dev.descent.spec.Family;
import dev.descent.spec.Spec;
import java.util.List;

/** The schedules of the learning rate, each a formula of a few lines, and their list. */
public final class Schedules {
    private static final Family<Schedule> FAMILY = Family.<Schedule>of("schedule")
            .add("constant", Constant::parse)
            .add("step", EveryEpochs::parse)
            .add("exponential", Exponential::parse)
            .add("cosine", Cosine::parse)
            .add("linear", Linear::parse)
            .add("one-cycle", OneCycle::parse)
            .add("warm-up", WarmUp::parse)
            .add("inverse-time", InverseTime::parse)
            .add("reduce-on-plateau", ReduceOnPlateau::parse);

    private Schedules() {}

    public static Schedule parse(Spec spec) {
        return FAMILY.parse(spec);
    }

    public static Schedule parse(String text) {
        return FAMILY.parse(text);
    }

    public static List<String> names() {
        return FAMILY.names();
    }

    /** The same rate throughout. */
    public record Constant() implements Schedule {
        static Constant parse(Spec spec) {
            spec.arguments();
            return new Constant();
        }

        @Override
        public Spec spec() {
            return Spec.of("constant");
        }

        @Override
        public double factor(long step, Plan plan, List<Double> losses) {
            return 1;
        }

        @Override
        public boolean changesWithinEpoch() {
            return false;
        }
    }

    /**
     * Multiplied by a factor every so many epochs (PyTorch's {@code StepLR}).
     *
     * @param every epochs between two changes, at least 1
     * @param factor above 0
     */
    public record EveryEpochs(int every, double factor) implements Schedule {
        public EveryEpochs {
            Require.positive(every, "every");
            Require.positive(factor, "factor");
        }

        static EveryEpochs parse(Spec spec) {
            Arguments arguments = spec.arguments("every", "factor");
            return new EveryEpochs(arguments.integer("every"), arguments.number("factor", 0.1));
        }

        @Override
        public Spec spec() {
            return Spec.of("step").with("every", every).withUnless(0.1, "factor", factor);
        }

        @Override
        public double factor(long step, Plan plan, List<Double> losses) {
            return Math.pow(factor, Math.floor(plan.epoch(step) / every));
        }

        @Override
        public boolean changesWithinEpoch() {
            return false;
        }
    }

    /**
     * Multiplied by a factor after every epoch (PyTorch's {@code ExponentialLR}).
     *
     * @param factor above 0
     */
    public record Exponential(double factor) implements Schedule {
        public Exponential {
            Require.positive(factor, "factor");
        }

        static Exponential parse(Spec spec) {
            return new Exponential(spec.arguments("factor").number("factor", 0.95));
        }

        @Override
        public Spec spec() {
            return Spec.of("exponential").withUnless(0.95, "factor", factor);
        }

        @Override
        public double factor(long step, Plan plan, List<Double> losses) {
            return Math.pow(factor, Math.floor(plan.epoch(step)));
        }

        @Override
        public boolean changesWithinEpoch() {
            return false;
        }
    }

    /**
     * Half a cosine from 1 down to {@code end} (Loshchilov and Hutter 2017, eq. 5, without restarts).
     *
     * @param end share of the rate left at the last step, at least 0
     */
    public record Cosine(double end) implements Schedule {
        public Cosine {
            Require.notNegative(end, "end");
        }

        static Cosine parse(Spec spec) {
            return new Cosine(spec.arguments("end").number("end", 0));
        }

        @Override
        public Spec spec() {
            return Spec.of("cosine").withUnless(0, "end", end);
        }

        @Override
        public double factor(long step, Plan plan, List<Double> losses) {
            return between(1, end, plan.progress(step));
        }
    }

    /**
     * A straight line from 1 down to {@code end}.
     *
     * @param end share of the rate left at the last step, at least 0
     */
    public record Linear(double end) implements Schedule {
        public Linear {
            Require.notNegative(end, "end");
        }

        static Linear parse(Spec spec) {
            return new Linear(spec.arguments("end").number("end", 0));
        }

        @Override
        public Spec spec() {
            return Spec.of("linear").withUnless(0, "end", end);
        }

        @Override
        public double factor(long step, Plan plan, List<Double> losses) {
            return 1 + (end - 1) * plan.progress(step);
        }
    }

    /**
     * Up to the rate and down again (Smith and Topin 2018), as PyTorch's {@code OneCycleLR} with cosine annealing: from
     * {@code start} to 1 during the first {@code warm} of the steps, then down to {@code end}.
     *
     * @param warm share of the steps spent rising, in (0, 1)
     * @param start factor at the first step, above 0 (PyTorch: 1/25)
     * @param end factor at the last step, at least 0 (PyTorch: 1/250000)
     */
    public record OneCycle(double warm, double start, double end) implements Schedule {
        private static final double USUAL_START = 1.0 / 25;
        private static final double USUAL_END = 4e-6;

        public OneCycle {
            Require.positive(warm, "warm");
            Require.fraction(warm, "warm");
            Require.positive(start, "start");
            Require.notNegative(end, "end");
        }

        static OneCycle parse(Spec spec) {
            Arguments arguments = spec.arguments("warm", "start", "end");
            return new OneCycle(
                    arguments.number("warm", 0.3),
                    arguments.number("start", USUAL_START),
                    arguments.number("end", USUAL_END));
        }

        @Override
        public Spec spec() {
            return Spec.of("one-cycle")
                    .withUnless(0.3, "warm", warm)
                    .withUnless(USUAL_START, "start", start)
                    .withUnless(USUAL_END, "end", end);
        }

        @Override
        public double factor(long step, Plan plan, List<Double> losses) {
            double last = Math.max(1, plan.steps() - 1.0);
            double peak = warm * plan.steps() - 1;
            if (step <= peak) {
                return between(start, 1, peak <= 0 ? 1 : step / peak);
            }
            return between(1, end, Math.min(1, (step - peak) / (last - peak)));
        }
    }

    /**
     * A straight line from almost 0 up to 1 (Goyal et al. 2017, section 2.2), then another schedule over what is left.
     *
     * @param epochs length of the rise in epochs, above 0; a fraction of an epoch is allowed
     * @param then the schedule that follows
     */
    public record WarmUp(double epochs, Schedule then) implements Schedule {
        public WarmUp {
            Require.positive(epochs, "epochs");
        }

        static WarmUp parse(Spec spec) {
            Arguments arguments = spec.arguments("epochs", "then");
            return new WarmUp(
                    arguments.number("epochs", 1), Schedules.parse(arguments.spec("then", Spec.of("constant"))));
        }

        @Override
        public Spec spec() {
            return Spec.of("warm-up").with("epochs", epochs).withUnless(Spec.of("constant"), "then", then.spec());
        }

        @Override
        public double factor(long step, Plan plan, List<Double> losses) {
            long rise = Math.max(1, Math.round(epochs * plan.stepsPerEpoch()));
            if (step < rise) {
                return (step + 1.0) / rise;
            }
            Plan rest = new Plan(Math.max(1, plan.steps() - rise), plan.stepsPerEpoch());
            return then.factor(step - rise, rest, losses);
        }
    }

    /**
     * {@code 1 / (1 + decay · step)}: the {@code decay} of Keras' optimizers before version 2.11.
     *
     * @param decay at least 0
     */
    public record InverseTime(double decay) implements Schedule {
        public InverseTime {
            Require.notNegative(decay, "decay");
        }

        static InverseTime parse(Spec spec) {
            return new InverseTime(spec.arguments("decay").number("decay"));
        }

        @Override
        public Spec spec() {
            return Spec.of("inverse-time").with("decay", decay);
        }

        @Override
        public double factor(long step, Plan plan, List<Double> losses) {
            return 1 / (1 + decay * step);
        }
    }

    /**
     * Multiplied by a factor when the loss of the last epochs has not improved (PyTorch's {@code ReduceLROnPlateau}, mode
     * min, relative threshold).
     *
     * @param factor in (0, 1)
     * @param patience epochs without improvement that are borne
     * @param threshold smallest relative improvement that counts
     * @param least factor below which the rate does not fall
     */
    public record ReduceOnPlateau(double factor, int patience, double threshold, double least) implements Schedule {
        public ReduceOnPlateau {
            Require.positive(factor, "factor");
            Require.fraction(factor, "factor");
            Require.notNegative(patience, "patience");
            Require.notNegative(threshold, "threshold");
            Require.notNegative(least, "least");
        }

        static ReduceOnPlateau parse(Spec spec) {
            Arguments arguments = spec.arguments("factor", "patience", "threshold", "least");
            return new ReduceOnPlateau(
                    arguments.number("factor", 0.1),
                    arguments.integer("patience", 10),
                    arguments.number("threshold", 1e-4),
                    arguments.number("least", 0));
        }

        @Override
        public Spec spec() {
            return Spec.of("reduce-on-plateau")
                    .withUnless(0.1, "factor", factor)
                    .withUnless(10, "patience", patience)
                    .withUnless(1e-4, "threshold", threshold)
                    .withUnless(0, "least", least);
        }

        @Override
        public double factor(long step, Plan plan, List<Double> losses) {
            double reduced = 1;
            double best = Double.POSITIVE_INFINITY;
            int waited = 0;
            for (double loss : losses) {
                if (loss < best * (1 - threshold)) {
                    best = loss;
                    waited = 0;
                } else if (++waited > patience) {
                    reduced = Math.max(least, reduced * factor);
                    waited = 0;
                }
            }
            return reduced;
        }

        @Override
        public boolean changesWithinEpoch() {
            return false;
        }
    }

    /** Half a cosine wave between two values, {@code share} from 0 to 1. */
    private static double between(double from, double to, double share) {
        return to + (from - to) * (1 + Math.cos(Math.PI * share)) / 2;
    }
}
