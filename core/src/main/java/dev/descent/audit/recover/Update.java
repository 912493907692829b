package dev.descent.audit.recover;

import dev.descent.audit.algebra.Matrix;
import org.jspecify.annotations.Nullable;

/** How a parameter is changed by its gradient. */
public sealed interface Update {
    /** Share of a parameter. */
    double NOTHING_LEFT = 1e-6;

    /** What is added to the gradient's factor: negative where the program subtracts. */
    double factor();

    /** The share of the parameter that is added to it in each step beside what its gradient does: negative where it decays. */
    default double decay() {
        return 0;
    }

    /** Whether a step leaves nothing of what the parameter was. */
    default boolean replaces() {
        return Math.abs(1 + decay()) < NOTHING_LEFT;
    }

    /** The same rule with another decay. */
    default Update withDecay(double other) {
        return this;
    }

    /** Whether it is known to change the parameter. */
    default boolean moves() {
        return !(this instanceof Still || this instanceof Unknown);
    }

    /** With the step multiplied: the same rule at another learning rate. */
    default Update times(double by) {
        return switch (this) {
            case Plain(double factor, double decay, boolean steady) ->
                new Plain(factor * by, decay * Math.min(1, Math.abs(by)), steady);
            case Momentum(double factor, double beta) -> new Momentum(factor * by, beta);
            case Nesterov(double factor, double beta, double ahead) -> new Nesterov(factor * by, beta, ahead);
            case Adaptive a ->
                new Adaptive(
                        a.factor() * by, a.beta1(), a.beta2(), a.epsilon(), a.correction(), a.divisor(), a.steady());
            case Accumulated(Update rule) -> new Accumulated(rule.times(by));
            case Late(Update rule) -> new Late(rule.times(by));
            case Decayed(Update rule, double decay) -> new Decayed(rule.times(by), decay * Math.min(1, Math.abs(by)));
            case Penalised(Update rule, double penalty) -> new Penalised(rule.times(by), penalty);
            case Still still -> still;
            case Unknown unknown -> unknown;
        };
    }

    /** Gradient descent: parameter += factor · gradient + decay · parameter. */
    record Plain(double factor, double decay, boolean steady) implements Update {
        @Override
        public Update withDecay(double other) {
            return new Plain(factor, other, steady);
        }
    }

    /** Momentum: change = factor · gradient + beta · last change. */
    record Momentum(double factor, double beta) implements Update {}

    /**
     * Nesterov's momentum as programs write it: v = beta · v + factor · gradient; parameter += v + ahead · (v − last v), or like. The
     * gradient is then that of the point which lies {@code ahead · v} beyond: {@code beta} of it where the rule is right.
     */
    record Nesterov(double factor, double beta, double ahead) implements Update {
        public Nesterov(double factor, double beta) {
            this(factor, beta, beta);
        }

        /** Whether it goes by v in both places; a share that is not of v at all is {@link #beta}'s to judge. */
        public boolean looksAhead() {
            return ahead >= 0;
        }
    }

    /**
     * Adam (Kingma and Ba 2015), RMSProp with {@code beta1 = 0}, Adagrad with {@code beta2 = 1}, and what becomes of them by a slip:
     * factor · m / (√v + ε).
     *
     * @param steady whether the factor is the same in every step; else it is that of the first step seen
     */
    record Adaptive(
            double factor,
            double beta1,
            double beta2,
            double epsilon,
            Correction correction,
            Divisor divisor,
            boolean steady)
            implements Update {
        public Adaptive(
                double factor, double beta1, double beta2, double epsilon, Correction correction, Divisor divisor) {
            this(factor, beta1, beta2, epsilon, correction, divisor, true);
        }

        Adaptive scheduled() {
            return new Adaptive(factor, beta1, beta2, epsilon, correction, divisor, false);
        }

        /** What the moments, which start at 0, are divided by in step t. */
        public enum Correction {
            NONE,
            /** 1 − βᵗ, each its own. */
            BOTH,
            /** 1 − β₁ᵗ for the mean only. */
            MEAN_ONLY,
            /** 1 − β₂ᵗ for the mean of squares only. */
            SQUARES_ONLY,
            /** 1 − β in every step. */
            OF_THE_FIRST_STEP,
            /** 1 − β₁ in every step for the mean, 1 − β₂ᵗ for the squares. */
            MEAN_OF_THE_FIRST_STEP,
            /** 1 − β₁ᵗ for the mean, 1 − β₂ in every step for the squares. */
            SQUARES_OF_THE_FIRST_STEP,
            /** (1 − β)ᵗ, the power outside. */
            POWER_OF_THE_REST,
            /** 1 − β₁ᵗ for both. */
            BOTH_BY_FIRST,
            /** 1 − β₂ᵗ for both. */
            BOTH_BY_SECOND;

            public double mean(double beta1, double beta2, int step) {
                return switch (this) {
                    case NONE, SQUARES_ONLY -> 1;
                    case BOTH, MEAN_ONLY, BOTH_BY_FIRST, SQUARES_OF_THE_FIRST_STEP -> 1 - Math.pow(beta1, step);
                    case BOTH_BY_SECOND -> running(beta2, step);
                    case OF_THE_FIRST_STEP, MEAN_OF_THE_FIRST_STEP -> 1 - beta1;
                    case POWER_OF_THE_REST -> Math.pow(1 - beta1, step);
                };
            }

            public double squares(double beta1, double beta2, int step) {
                return switch (this) {
                    case NONE, MEAN_ONLY -> 1;
                    case BOTH, SQUARES_ONLY, BOTH_BY_SECOND, MEAN_OF_THE_FIRST_STEP -> running(beta2, step);
                    case BOTH_BY_FIRST -> 1 - Math.pow(beta1, step);
                    case OF_THE_FIRST_STEP, SQUARES_OF_THE_FIRST_STEP -> beta2 < 1 ? 1 - beta2 : 1;
                    case POWER_OF_THE_REST -> beta2 < 1 ? Math.pow(1 - beta2, step) : 1;
                };
            }

            private static double running(double beta2, int step) {
                return beta2 < 1 ? 1 - Math.pow(beta2, step) : 1;
            }
        }

        /** What the mean is divided by. */
        public enum Divisor {
            /** √v + ε. */
            ROOT,
            /** √(v + ε). */
            ROOT_OF_SUM,
            /** v + ε, the root forgotten. */
            SQUARES,
            /** √|v| + ε, v being the mean of the gradient and not of its square. */
            ROOT_OF_MEAN,
            /** The same under the mean of squares: the moments have changed places. */
            ROOT_OF_MEAN_UNDER_SQUARES,
            /** √v + ε, v being the mean of the squared mean and not of the squared gradient. */
            ROOT_OF_SQUARED_MEAN,
            /** 1: the mean of squares is kept, but nothing is divided by it. */
            NOTHING;

            /** Whether the divisor is made of the gradient's square. */
            public boolean isOfSquares() {
                return this == ROOT || this == ROOT_OF_SUM || this == SQUARES || this == NOTHING;
            }

            double value(double v, double epsilon) {
                return switch (this) {
                    case ROOT, ROOT_OF_SQUARED_MEAN -> Math.sqrt(v) + epsilon;
                    case ROOT_OF_SUM -> Math.sqrt(v + epsilon);
                    case SQUARES -> v + epsilon;
                    case ROOT_OF_MEAN, ROOT_OF_MEAN_UNDER_SQUARES -> Math.sqrt(Math.abs(v)) + epsilon;
                    case NOTHING -> 1;
                };
            }

            /** How many times larger its epsilon must be beside gradients that are so many times larger. */
            double growth(double times) {
                return switch (this) {
                    case ROOT, ROOT_OF_SQUARED_MEAN -> times;
                    case ROOT_OF_SUM, SQUARES -> times * times;
                    case ROOT_OF_MEAN, ROOT_OF_MEAN_UNDER_SQUARES -> Math.sqrt(times);
                    case NOTHING -> 1;
                };
            }
        }

        /** Whether the mean is kept longer than the squares allow: β₁² / √β₂ must be below 1 (theorem 4.1 of the paper). */
        public boolean decaysChangedPlaces() {
            return beta1 * beta1 >= Math.sqrt(beta2);
        }

        /** Whether it is one of the published rules. */
        public boolean isRight() {
            boolean corrects = correction == Correction.BOTH
                    || (correction == Correction.NONE && (beta1 == 0 || beta2 == 1))
                    || (correction == Correction.SQUARES_ONLY && beta1 == 0);
            return corrects && !decaysChangedPlaces() && (divisor == Divisor.ROOT || divisor == Divisor.ROOT_OF_SUM);
        }
    }

    /** A rule that is given the sum of all gradients since the first step instead of this step's: they are never reset. */
    record Accumulated(Update rule) implements Update {
        @Override
        public double factor() {
            return rule.factor();
        }
    }

    /** A rule whose change is applied one step late. */
    record Late(Update rule) implements Update {
        @Override
        public double factor() {
            return rule.factor();
        }
    }

    /** A rule beside which the parameter decays by itself, as AdamW's (Loshchilov and Hutter 2019): parameter += decay · parameter. */
    record Decayed(Update rule, double decay) implements Update {
        @Override
        public double factor() {
            return rule.factor();
        }

        @Override
        public Update withDecay(double other) {
            return other == 0 ? rule : new Decayed(rule, other);
        }
    }

    /** A rule that is given gradient + penalty · parameter, as momentum with weight decay is. */
    record Penalised(Update rule, double penalty) implements Update {
        @Override
        public double factor() {
            return rule.factor();
        }

        @Override
        public double decay() {
            return rule.factor() * penalty;
        }

        @Override
        public Update withDecay(double other) {
            return other == 0 ? rule : new Penalised(rule, other / rule.factor());
        }
    }

    /** It never changes. */
    record Still(boolean gradientIsZero) implements Update {
        @Override
        public double factor() {
            return 0;
        }
    }

    /** It changes in a way that was not recognised. */
    record Unknown() implements Update {
        @Override
        public double factor() {
            return Double.NaN;
        }
    }

    /** A parameter's memory from step to step: what momentum and adaptive updates keep. */
    final class Memory {
        private @Nullable Matrix first;
        private @Nullable Matrix second;
        private @Nullable Matrix sum;
        private @Nullable Matrix waiting;
        private int steps;

        /** The change of this step. */
        public Matrix change(Update update, Matrix parameter, Matrix gradient) {
            steps++;
            return by(update, parameter, gradient);
        }

        private Matrix by(Update update, Matrix parameter, Matrix gradient) {
            return switch (update) {
                case Accumulated(Update rule) -> {
                    sum = sum == null ? gradient : sum.plus(gradient);
                    yield by(rule, parameter, sum);
                }
                case Late(Update rule) -> {
                    Matrix late = waiting == null ? gradient.scaled(0) : waiting;
                    waiting = by(rule, parameter, gradient);
                    yield late;
                }
                case Decayed(Update rule, double decay) ->
                    by(rule, parameter, gradient).plus(parameter.scaled(decay));
                case Penalised(Update rule, double penalty) ->
                    by(rule, parameter, gradient.plus(parameter.scaled(penalty)));
                case Plain(double factor, double decay, boolean _) -> {
                    Matrix change = gradient.scaled(factor);
                    yield decay == 0 ? change : change.plus(parameter.scaled(decay));
                }
                case Momentum(double factor, double beta) -> {
                    first = first == null
                            ? gradient.scaled(factor)
                            : first.scaled(beta).plus(gradient.scaled(factor));
                    yield first;
                }
                case Nesterov(double factor, double beta, double ahead) -> {
                    Matrix last = first;
                    first = last == null
                            ? gradient.scaled(factor)
                            : last.scaled(beta).plus(gradient.scaled(factor));
                    yield last == null
                            ? first.scaled(1 + ahead)
                            : first.scaled(1 + ahead).minus(last.scaled(ahead));
                }
                case Adaptive adaptive -> adaptive(adaptive, gradient);
                case Still _, Unknown _ -> gradient.scaled(0);
            };
        }

        private Matrix adaptive(Adaptive update, Matrix gradient) {
            Matrix moved =
                    update.divisor() == Adaptive.Divisor.ROOT_OF_MEAN_UNDER_SQUARES ? gradient.by(gradient) : gradient;
            double beta1 = update.beta1();
            double beta2 = update.beta2();
            double fresh = beta2 == 1 ? 1 : 1 - beta2;
            first = first == null
                    ? moved.scaled(1 - beta1)
                    : first.scaled(beta1).plus(moved.scaled(1 - beta1));
            Matrix spread = switch (update.divisor()) {
                case ROOT, ROOT_OF_SUM, SQUARES, NOTHING -> gradient.by(gradient);
                case ROOT_OF_MEAN, ROOT_OF_MEAN_UNDER_SQUARES -> gradient;
                case ROOT_OF_SQUARED_MEAN -> first.by(first);
            };
            second =
                    second == null ? spread.scaled(fresh) : second.scaled(beta2).plus(spread.scaled(fresh));
            return ratio(update, first, second, steps);
        }

        /** factor · m / (√v + ε) of the moments of a step, 1 being the first. */
        static Matrix ratio(Adaptive update, Matrix m, Matrix v, int step) {
            double left = update.correction().mean(update.beta1(), update.beta2(), step);
            double right = update.correction().squares(update.beta1(), update.beta2(), step);
            Matrix divisor = v.map(value -> update.divisor().value(value / right, update.epsilon()));
            return m.scaled(update.factor() / left).over(divisor);
        }
    }
}
