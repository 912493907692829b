package dev.descent.audit.recover;

import dev.descent.audit.algebra.Matrix;
import org.jspecify.annotations.Nullable;

/** How a parameter is changed by its gradient. */
public sealed interface Update {
    /** What is added to the gradient's factor: negative where the program subtracts. */
    double factor();

    /** With the step multiplied: the same rule at another learning rate. */
    default Update times(double by) {
        return switch (this) {
            case Plain(double factor, double decay, boolean steady) ->
                new Plain(factor * by, decay * Math.min(1, Math.abs(by)), steady);
            case Momentum(double factor, double beta) -> new Momentum(factor * by, beta);
            case Nesterov(double factor, double beta) -> new Nesterov(factor * by, beta);
            case Adaptive a ->
                new Adaptive(a.factor() * by, a.beta1(), a.beta2(), a.epsilon(), a.corrected(), a.insideRoot());
            case Still still -> still;
            case Unknown unknown -> unknown;
        };
    }

    /** Gradient descent: parameter += factor · gradient + decay · parameter. */
    record Plain(double factor, double decay, boolean steady) implements Update {}

    /** Momentum: change = factor · gradient + beta · last change. */
    record Momentum(double factor, double beta) implements Update {}

    /** Nesterov's momentum as programs write it: v = beta · v + factor · gradient; parameter += (1 + beta) · v − beta · last v, or like. */
    record Nesterov(double factor, double beta) implements Update {}

    /**
     * Adam (Kingma and Ba 2015), RMSProp with {@code beta1 = 0}, Adagrad with {@code beta2 = 1}:
     * factor · m / (√v + ε).
     *
     * @param corrected whether m and v are divided by 1 − βᵗ
     * @param insideRoot whether ε is under the root
     */
    record Adaptive(double factor, double beta1, double beta2, double epsilon, boolean corrected, boolean insideRoot)
            implements Update {}

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
        private int steps;

        /** The change of this step. */
        public Matrix change(Update update, Matrix parameter, Matrix gradient) {
            steps++;
            return switch (update) {
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
                case Nesterov(double factor, double beta) -> {
                    Matrix last = first;
                    first = last == null
                            ? gradient.scaled(factor)
                            : last.scaled(beta).plus(gradient.scaled(factor));
                    yield last == null
                            ? first.scaled(1 + beta)
                            : first.scaled(1 + beta).minus(last.scaled(beta));
                }
                case Adaptive adaptive -> adaptive(adaptive, gradient);
                case Still _, Unknown _ -> gradient.scaled(0);
            };
        }

        private Matrix adaptive(Adaptive update, Matrix gradient) {
            Matrix square = gradient.by(gradient);
            double beta1 = update.beta1();
            double beta2 = update.beta2();
            double fresh = beta2 == 1 ? 1 : 1 - beta2;
            first = first == null
                    ? gradient.scaled(1 - beta1)
                    : first.scaled(beta1).plus(gradient.scaled(1 - beta1));
            second =
                    second == null ? square.scaled(fresh) : second.scaled(beta2).plus(square.scaled(fresh));
            return ratio(update, first, second, steps);
        }

        /** factor · m / (√v + ε) of the moments of a step, 1 being the first. */
        static Matrix ratio(Adaptive update, Matrix m, Matrix v, int step) {
            double left = update.corrected() ? 1 - Math.pow(update.beta1(), step) : 1;
            double right = update.corrected() && update.beta2() < 1 ? 1 - Math.pow(update.beta2(), step) : 1;
            double epsilon = update.epsilon();
            Matrix root = update.insideRoot()
                    ? v.map(value -> Math.sqrt(value / right + epsilon))
                    : v.map(value -> Math.sqrt(value / right) + epsilon);
            return m.scaled(update.factor() / left).over(root);
        }
    }
}
