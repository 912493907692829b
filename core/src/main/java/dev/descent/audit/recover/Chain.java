package dev.descent.audit.recover;

import dev.descent.audit.algebra.Matrix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Layers one behind the other, as far as a search has followed them.
 *
 * @param input the array that goes in
 * @param layers first to last
 * @param output sampled rows of what comes out
 * @param score how well the links are supported
 * @param start values before the first iteration, where they were worked back
 * @param clear whether every link shows in unsaturated numbers
 */
record Chain(Ref input, List<Layer> layers, Matrix output, double score, Map<Variable, Matrix> start, boolean clear) {
    /** An input, without any layer yet. */
    static Chain of(Seen source) {
        return new Chain(source.ref(), List.of(), source.rows(), 0, ForwardSearch.noStart(), true);
    }

    boolean uses(Ref ref) {
        if (input.sameVariable(ref)) {
            return true;
        }
        for (Layer layer : layers) {
            if (layer.uses(ref)) {
                return true;
            }
        }
        return false;
    }

    Chain with(Layer layer, Matrix rows, double more, Map<Variable, Matrix> starts) {
        List<Layer> longer = new ArrayList<>(layers);
        longer.add(layer);
        Map<Variable, Matrix> all = new HashMap<>(start);
        all.putAll(starts);
        return new Chain(input, List.copyOf(longer), rows, score + more, all, clear && more >= 1);
    }

    /** Whether its last activations are 0 throughout and not in the dump: any weight fits behind them, and no number speaks for it. */
    boolean endsInNothing() {
        return !layers.isEmpty() && layers.getLast().output() == null && output.isZero();
    }

    /** A softmax that nothing shows is an output: nobody puts one between layers. */
    boolean mustEnd() {
        Layer last = layers.getLast();
        return last.activation().isSoftmax() && last.output() == null;
    }

    /** Nobody drops outputs. */
    boolean mayEnd() {
        return !layers.getLast().drops();
    }
}
