package dev.descent.doctor.measure;

import dev.descent.data.CounterRandom;
import dev.descent.data.CounterRandom.Purpose;
import dev.descent.network.Layout;
import dev.descent.network.Parameter;
import dev.descent.network.ReferenceNetwork;
import dev.descent.report.Evidence;
import dev.descent.train.Experiment;
import dev.descent.train.Momentum;
import dev.descent.train.Nesterov;
import dev.descent.train.Samples;
import dev.descent.train.Sgd;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The largest curvature of the loss, λ, by Lanczos's method on Hessian-vector products (Pearlmutter 1994; Golub and Van Loan
 * 2013, section 10.1) in double on a subsample. A step of gradient descent longer than {@code 2/λ} grows along the top
 * direction (LeCun, Simard and Pearlmutter 1993); with momentum μ the limit is {@code 2(1+μ)/λ} (Polyak 1964), with Nesterov's
 * {@code 2(1+μ)/((1+2μ)λ)}. Healthy training hovers near the limit (Cohen et al. 2021), so what counts is how far above it is.
 */
public final class Curvature implements Measurement {
    private static final int SAMPLES = 64;
    private static final int ITERATIONS = 12;
    private static final String SOURCE = "2/λ, the largest stable step of gradient descent";

    @Override
    public String name() {
        return "curvature";
    }

    @Override
    public String tells() {
        return "the largest curvature of the loss, and how many times larger the step is than the largest stable one";
    }

    /**
     * @param largest eigenvalue of the Hessian of the mean loss, the greatest one
     * @param stable largest stable step on the mean loss; infinite where the loss curves nowhere upward
     * @param step the step the experiment makes on the mean loss, a summed gradient counted in; NaN for optimizers that
     *     scale each parameter by itself
     */
    public record Step(double largest, double stable, double step) {
        /** How many times larger than the largest stable one the step is; NaN where that makes no sense. */
        public double timesTooLarge() {
            return step / stable;
        }
    }

    @Override
    public List<Evidence> measure(Subject subject) {
        Step all = step(subject);
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(Evidence.fact("largest curvature of the loss", all.largest()));
        evidence.add(Evidence.fact("largest stable step", all.stable()));
        if (!Double.isNaN(all.step())) {
            evidence.add(Evidence.against("step over the largest stable step", all.timesTooLarge(), 1, SOURCE));
            for (Parameter parameter : subject.layout().parameters()) {
                if (parameter.decays()) {
                    evidence.add(Evidence.against(
                            "the same along " + parameter.name() + " alone",
                            step(subject, parameter).timesTooLarge(),
                            1,
                            SOURCE));
                }
            }
        }
        return evidence;
    }

    /** Over all parameters. */
    public static Step step(Subject subject) {
        return step(subject, Layout.START, subject.values().length);
    }

    /** Along one parameter, all others held. */
    public static Step step(Subject subject, Parameter parameter) {
        return step(subject, parameter.offset(), parameter.end());
    }

    private static Step step(Subject subject, int from, int to) {
        double largest = largest(subject, from, to);
        double factor = limit(subject.experiment());
        double stable = largest > 0 ? (Double.isNaN(factor) ? 2 : factor) / largest : Double.POSITIVE_INFINITY;
        double step = Double.isNaN(factor) ? Double.NaN : stepOnMean(subject);
        return new Step(largest, stable, step);
    }

    /** What the largest stable step is, times the curvature; NaN for optimizers that scale each parameter by itself. */
    private static double limit(Experiment experiment) {
        return switch (experiment.optimizer()) {
            case Sgd _ -> 2;
            case Momentum heavy -> 2 * (1 + heavy.momentum());
            case Nesterov fast -> 2 * (1 + fast.momentum()) / (1 + 2 * fast.momentum());
            default -> Double.NaN;
        };
    }

    /** The reported loss is the mean over the batch, so a summed gradient is a step as many times longer. */
    private static double stepOnMean(Subject subject) {
        int batch = subject.batch();
        return Math.abs(subject.experiment().learningRate())
                * subject.experiment().reduction().factor(batch)
                * batch;
    }

    /** The greatest eigenvalue of the Hessian's block from one parameter index to another. */
    static double largest(Subject subject, int from, int to) {
        ReferenceNetwork network = subject.network();
        Samples samples = subject.samples(SAMPLES);
        return lanczos(
                to - from,
                vector -> {
                    double[] whole = new double[subject.values().length];
                    System.arraycopy(vector, 0, whole, from, to - from);
                    double[] product =
                            network.hessianVectorProduct(subject.values(), whole, samples.inputs(), samples.targets());
                    return java.util.Arrays.copyOfRange(product, from, to);
                },
                ITERATIONS);
    }

    /** The greatest eigenvalue of a symmetric operator, from below; every vector is kept orthogonal to all before. */
    static double lanczos(int size, UnaryOperator<double[]> operator, int iterations) {
        int most = Math.min(size, iterations);
        List<double[]> basis = new ArrayList<>();
        double[][] triangle = new double[most][most];
        CounterRandom random = CounterRandom.of(1, Purpose.MEASUREMENT);
        double[] vector = new double[size];
        for (int i = 0; i < size; i++) {
            vector[i] = random.normal(i);
        }
        scale(vector, 1 / norm(vector));
        int done = 0;
        while (done < most) {
            basis.add(vector);
            double[] next = operator.apply(vector);
            if (!Double.isFinite(norm(next))) {
                return Double.NaN;
            }
            triangle[done][done] = dot(next, vector);
            for (double[] before : basis) {
                double along = dot(next, before);
                for (int i = 0; i < size; i++) {
                    next[i] -= along * before[i];
                }
            }
            double length = norm(next);
            done++;
            if (done == most || length < 1e-10 * Math.abs(triangle[0][0])) {
                break;
            }
            triangle[done][done - 1] = length;
            triangle[done - 1][done] = length;
            scale(next, 1 / length);
            vector = next;
        }
        double[][] used = new double[done][];
        for (int row = 0; row < done; row++) {
            used[row] = java.util.Arrays.copyOf(triangle[row], done);
        }
        return Symmetric.eigenvalues(used)[done - 1];
    }

    private static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }

    private static double norm(double[] vector) {
        return Math.sqrt(dot(vector, vector));
    }

    private static void scale(double[] vector, double factor) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= factor;
        }
    }
}
