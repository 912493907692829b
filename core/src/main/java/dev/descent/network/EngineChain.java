package dev.descent.network;

import dev.descent.data.NdArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Engines one after another, each reading the output buffer of the one before. May be empty: then output is input. */
final class EngineChain {
    private final Memory memory;
    private final Wiring wiring;
    private final List<LayerEngine> engines = new ArrayList<>();

    /** @param wiring of the first engine; {@code keepLogits} is for the last */
    EngineChain(List<Place> places, Memory memory, Wiring wiring) {
        this.memory = memory;
        this.wiring = wiring;
        float[] input = wiring.input();
        float @Nullable [] inputError = wiring.inputError();
        for (int i = 0; i < places.size(); i++) {
            boolean keepLogits = i == places.size() - 1 && wiring.keepLogits();
            boolean isFirst = engines.isEmpty() && wiring.isFirst();
            Place place = places.get(i);
            // The last engine's buffers belong to its own layer, as the loss reads and writes them.
            Place next = i + 2 < places.size() ? places.get(i + 1) : null;
            Place pool = next != null && Pooling.isPossible(place, next, memory.options) ? next : null;
            LayerEngine engine =
                    place.layer().engine(place, memory, new Wiring(input, inputError, keepLogits, isFirst, pool));
            i += pool == null ? 0 : 1;
            if (engine != null) {
                engines.add(engine);
                input = engine.output;
                inputError = engine.error;
            }
        }
    }

    void forward() {
        for (int i = 0; i < engines.size(); i++) {
            engines.get(i).forward();
        }
    }

    /** All engines but the last. */
    void forwardToLast() {
        for (int i = 0; i < engines.size() - 1; i++) {
            engines.get(i).forward();
        }
    }

    /** All engines but the last, whose input already has its error. */
    void backwardFromLast() {
        for (int i = engines.size() - 2; i >= 0; i--) {
            engines.get(i).backward();
        }
    }

    /** From ∂loss/∂output, copied from the given array. */
    void backward(float[] error) {
        int size = memory.batch * (engines.isEmpty() ? wiring.input().length / memory.maxBatch : last().units);
        float[] to = engines.isEmpty() ? wiring.inputError() : last().error;
        if (to != null) {
            System.arraycopy(error, 0, to, 0, size);
        }
        backward();
    }

    /** From ∂loss/∂output, already written to {@code last().error}. */
    void backward() {
        for (int i = engines.size() - 1; i >= 0; i--) {
            engines.get(i).backward();
        }
    }

    /** From ∂loss/∂logits of the last engine, already written to {@code last().delta}. */
    void backwardFromDelta() {
        last().finish();
        backwardFromLast();
    }

    boolean isEmpty() {
        return engines.isEmpty();
    }

    LayerEngine first() {
        return engines.getFirst();
    }

    LayerEngine last() {
        return engines.getLast();
    }

    float[] output() {
        return engines.isEmpty() ? wiring.input() : last().output;
    }

    float @Nullable [] inputError() {
        return wiring.inputError();
    }

    /** Shows the buffers of every layer that has a number. */
    void show(CompiledNetwork.Look look) {
        engines.forEach(engine -> engine.show(look));
    }

    /** Adds copies of what the last forward pass computed, first layer first. */
    void collectForward(Map<String, NdArray> arrays) {
        engines.forEach(engine -> engine.collectForward(arrays));
    }

    /**
     * Adds copies of what the last backward pass computed, last layer first.
     *
     * @param isFused whether the last engine got its delta from the loss and has no error
     */
    void collectBackward(Map<String, NdArray> arrays, boolean isFused) {
        for (int i = engines.size() - 1; i >= 0; i--) {
            engines.get(i).collectBackward(arrays, isFused && i == engines.size() - 1);
        }
    }
}
