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
 * In how many directions the activations of a layer really vary over the samples: the exponential of the entropy of the
 * normalised singular values of the centred activations (Roy and Vetterli 2007). 1 means that the layer passes on a single
 * number, whatever its width.
 */
public final class EffectiveRank implements Measurement {
    private static final int SAMPLES = 48;

    @Override
    public String name() {
        return "effective-rank";
    }

    @Override
    public String tells() {
        return "in how many directions the activations of each layer vary";
    }

    @Override
    public List<Evidence> measure(Subject subject) {
        Samples samples = subject.samples(SAMPLES);
        if (samples.size() < 3) {
            return List.of();
        }
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
            NdArray activation = arrays.get(place.name() + ".activation");
            if (activation != null && place.output().size() > 1) {
                evidence.add(Evidence.against(
                        "effective rank of " + place.name() + ".activation",
                        of(activation.toDoubles(), samples.size()),
                        1.5,
                        "1 is a single direction"));
            }
        }
        return evidence;
    }

    /** @param rows {@code [samples, units]} */
    static double of(double[] rows, int samples) {
        int units = rows.length / samples;
        double[] centred = rows.clone();
        for (int unit = 0; unit < units; unit++) {
            double mean = 0;
            for (int sample = 0; sample < samples; sample++) {
                mean += rows[sample * units + unit] / samples;
            }
            for (int sample = 0; sample < samples; sample++) {
                centred[sample * units + unit] -= mean;
            }
        }
        double[][] products = new double[samples][samples];
        for (int one = 0; one < samples; one++) {
            for (int other = 0; other <= one; other++) {
                double sum = 0;
                for (int unit = 0; unit < units; unit++) {
                    sum += centred[one * units + unit] * centred[other * units + unit];
                }
                products[one][other] = sum;
                products[other][one] = sum;
            }
        }
        return fromEigenvalues(Symmetric.eigenvalues(products));
    }

    /** @param squares of the singular values */
    private static double fromEigenvalues(double[] squares) {
        double all = 0;
        for (double square : squares) {
            all += Math.sqrt(Math.max(0, square));
        }
        double entropy = 0;
        for (double square : squares) {
            double share = all == 0 ? 0 : Math.sqrt(Math.max(0, square)) / all;
            entropy -= share > 1e-12 ? share * Math.log(share) : 0;
        }
        return all == 0 ? 0 : Math.exp(entropy);
    }
}
