package dev.descent.doctor.measure;

import dev.descent.data.NdArray;
import dev.descent.network.Place;
import dev.descent.network.Reduction;
import dev.descent.report.Evidence;
import dev.descent.train.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How the signal spreads through the layers: the standard deviation of each layer's logits over a few samples. Starts keep it
 * near 1 (Glorot and Bengio 2010; He et al. 2015); a sigmoid is flat beyond ±5, and a product of layers that shrink or grow by
 * a constant factor dies or explodes with depth.
 */
public final class StartVariance implements Measurement {
    private static final int SAMPLES = 64;

    @Override
    public String name() {
        return "forward-variance";
    }

    @Override
    public String tells() {
        return "how the spread of the logits goes from layer to layer";
    }

    @Override
    public List<Evidence> measure(Subject subject) {
        Samples samples = subject.samples(SAMPLES);
        Map<String, NdArray> arrays = subject.network()
                .step(
                        subject.values(),
                        subject.network().network().initialStatistics(),
                        samples.inputs(),
                        samples.targets(),
                        Reduction.MEAN,
                        subject.experiment().seed(),
                        1)
                .arrays();
        List<Evidence> evidence = new ArrayList<>();
        for (Place place : subject.layout().places()) {
            NdArray logits = arrays.get(place.name() + ".logits");
            if (logits != null) {
                evidence.add(Evidence.against(
                        "standard deviation of " + place.name() + ".logits",
                        deviation(logits),
                        5,
                        "DeepDiagnosis: logits beyond ±5 saturate; near 1 is healthy"));
            }
        }
        return evidence;
    }

    private static double deviation(NdArray array) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < array.size(); i++) {
            double value = array.get(i);
            sum += value;
            squares += value * value;
        }
        double mean = sum / array.size();
        return Math.sqrt(Math.max(0, squares / array.size() - mean * mean));
    }
}
