package dev.descent.doctor.measure;

import dev.descent.data.CounterRandom;
import dev.descent.data.CounterRandom.Purpose;
import dev.descent.network.Layout;
import dev.descent.network.Parameter;
import dev.descent.network.ReferenceNetwork;
import dev.descent.report.Evidence;
import dev.descent.train.Samples;
import java.util.ArrayList;
import java.util.List;

/**
 * The gradient against central differences of the loss in double, at a few elements of every parameter: relative error
 * {@code |a − n| / max(|a|, |n|)} (Goodfellow, Bengio and Courville 2016, section 11.5). Elements at a kink, where half the
 * distance gives another slope, are left out.
 */
public final class GradientCheck implements Measurement {
    private static final int SAMPLES = 4;
    private static final int ELEMENTS = 8;
    private static final double DISTANCE = 1e-4;

    @Override
    public String name() {
        return "gradient-check";
    }

    @Override
    public String tells() {
        return "how far the gradient is from the slope of the loss, at a few elements of every parameter";
    }

    @Override
    public List<Evidence> measure(Subject subject) {
        ReferenceNetwork network = subject.network();
        Samples samples = subject.samples(SAMPLES);
        double[] gradient = network.gradient(subject.values(), samples.inputs(), samples.targets());
        double loudest = 0;
        for (double slope : gradient) {
            loudest = Math.max(loudest, Math.abs(slope));
        }
        List<Evidence> evidence = new ArrayList<>();
        for (Parameter parameter : subject.layout().parameters()) {
            double worst = 0;
            for (int element : elements(parameter)) {
                double wide = slope(network, subject.values(), samples, element, DISTANCE);
                double narrow = slope(network, subject.values(), samples, element, DISTANCE / 2);
                boolean isKink = error(wide, narrow, loudest) > 1e-4;
                worst = isKink ? worst : Math.max(worst, error(gradient[element], narrow, loudest));
            }
            evidence.add(Evidence.against(
                    "relative error of the gradient of " + parameter.name(), worst, 0.01, "TheDeepChecker's default"));
        }
        return evidence;
    }

    private static List<Integer> elements(Parameter parameter) {
        CounterRandom random = CounterRandom.of(parameter.offset() - Layout.START, Purpose.MEASUREMENT);
        List<Integer> elements = new ArrayList<>();
        for (int i = 0; i < Math.min(ELEMENTS, parameter.size()); i++) {
            elements.add(parameter.offset() + random.below(parameter.size(), i));
        }
        return elements;
    }

    private static double slope(
            ReferenceNetwork network, double[] values, Samples samples, int element, double distance) {
        double[] moved = values.clone();
        moved[element] = values[element] + distance;
        double ahead = network.loss(moved, samples.inputs(), samples.targets());
        moved[element] = values[element] - distance;
        double behind = network.loss(moved, samples.inputs(), samples.targets());
        return (ahead - behind) / (2 * distance);
    }

    /** Slopes too small to be told from rounding count against the largest one of the whole gradient. */
    private static double error(double one, double other, double loudest) {
        double size = Math.max(Math.max(Math.abs(one), Math.abs(other)), 1e-5 * loudest);
        return size == 0 ? 0 : Math.abs(one - other) / size;
    }
}
