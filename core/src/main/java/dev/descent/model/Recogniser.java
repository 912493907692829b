package dev.descent.model;

import dev.descent.network.CompiledNetwork;
import java.util.Arrays;

/** A model with buffers, for answering many inputs one after another or in batches. For one thread at a time. */
public final class Recogniser {
    private final Model model;
    private final CompiledNetwork compiled;
    private final int features;
    private final int classes;

    /** @param batch most inputs answered together */
    public Recogniser(Model model, int batch) {
        this.model = model;
        this.compiled = CompiledNetwork.forInference(model.network(), batch);
        this.features = model.network().input().size();
        this.classes = model.network().output().size();
        model.weights().into(compiled);
    }

    /** @param raw input values before scaling */
    public Recognition recognise(float[] raw) {
        if (raw.length != features) {
            throw new IllegalArgumentException("the model takes %d values (%s), got %d"
                    .formatted(features, model.network().input(), raw.length));
        }
        float[] input = compiled.input();
        for (int i = 0; i < features; i++) {
            if (!Float.isFinite(raw[i])) {
                throw new IllegalArgumentException(
                        "the model takes finite values, got %s at index %d".formatted(raw[i], i));
            }
            input[i] = model.scaling().apply(raw[i]);
        }
        compiled.forward(1);
        float[] outputs = Arrays.copyOf(compiled.output(), classes);
        model.loss().outputActivation().forward(outputs, outputs, 1, classes);
        if (classes == 1) {
            outputs = new float[] {1 - outputs[0], outputs[0]};
        }
        int digit = 0;
        for (int unit = 1; unit < outputs.length; unit++) {
            digit = outputs[unit] > outputs[digit] ? unit : digit;
        }
        return new Recognition(digit, outputs, raw.clone());
    }
}
