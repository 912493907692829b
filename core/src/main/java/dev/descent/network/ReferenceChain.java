package dev.descent.network;

import dev.descent.data.NdArray;
import java.util.List;
import java.util.Map;

/** Layers one after another in double, with the logits and activations of one batch. */
final class ReferenceChain {
    private final List<Place> places;
    private final Pass pass;
    private final double[] input;
    private final double[][] logits;
    private final double[][] activations;

    private ReferenceChain(List<Place> places, Pass pass, double[] input) {
        this.places = places;
        this.pass = pass;
        this.input = input;
        this.logits = new double[places.size()][];
        this.activations = new double[places.size()][];
    }

    static ReferenceChain forward(List<Place> places, Pass pass, double[] input) {
        ReferenceChain chain = new ReferenceChain(places, pass, input);
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            int units = place.output().size();
            chain.logits[i] = place.layer().forward(place, pass, chain.inputOf(i));
            chain.activations[i] = new double[chain.logits[i].length];
            place.activation().forward(chain.logits[i], chain.activations[i], pass.batch(), units);
            if (place.isNumbered()) {
                chain.record(place, ".logits", chain.logits[i]);
                chain.record(place, ".activation", chain.activations[i]);
            } else if (!(place.layer() instanceof Flatten)) {
                chain.record(place, "", chain.activations[i]);
            }
        }
        return chain;
    }

    private double[] inputOf(int place) {
        return place == 0 ? input : activations[place - 1];
    }

    double[] output() {
        return inputOf(places.size());
    }

    double[] lastLogits() {
        return logits[logits.length - 1];
    }

    /**
     * Adds ∂loss/∂parameter to the gradients.
     *
     * @param error ∂loss/∂output
     * @return ∂loss/∂input
     */
    double[] backward(double[] error, double[] gradients) {
        double[] below = error;
        for (int i = places.size() - 1; i >= 0; i--) {
            Place place = places.get(i);
            double[] delta = new double[logits[i].length];
            place.activation()
                    .backward(
                            logits[i],
                            activations[i],
                            below,
                            delta,
                            pass.batch(),
                            place.output().size());
            if (place.isNumbered()) {
                record(place, ".error", below);
            }
            below = propagate(i, delta, gradients);
        }
        return below;
    }

    /** As {@link #backward}, from ∂loss/∂logits of the last layer. */
    double[] backwardFromDelta(double[] delta, double[] gradients) {
        int last = places.size() - 1;
        double[] error = propagate(last, delta, gradients);
        ReferenceChain rest = new ReferenceChain(places.subList(0, last), pass, input);
        System.arraycopy(logits, 0, rest.logits, 0, last);
        System.arraycopy(activations, 0, rest.activations, 0, last);
        return rest.backward(error, gradients);
    }

    private double[] propagate(int i, double[] delta, double[] gradients) {
        Place place = places.get(i);
        if (place.isNumbered()) {
            record(place, ".delta", delta);
        }
        return place.layer().backward(place, pass, inputOf(i), delta, gradients);
    }

    private void record(Place place, String array, double[] values) {
        Map<String, NdArray> arrays = pass.arrays();
        if (arrays != null) {
            int[] shape = CompiledNetwork.batchShape(pass.batch(), place.output());
            arrays.put(place.name() + array, NdArray.of(values.clone(), shape));
        }
    }
}
