package dev.descent.audit.recover;

import dev.descent.audit.Trace;
import dev.descent.audit.algebra.Matrix;
import dev.descent.data.NdArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A dump that was recorded once for several updates, as once an epoch: its activations are those of the last update, but what the
 * weights were before that one is nowhere in it. It is worked back from the activations and from what the weights were moved by:
 * a gradient of the dump, or the product of an input and a delta.
 */
public final class LastUpdate {
    private LastUpdate() {}

    /**
     * The same dump with an iteration before each that holds what the weights were then, and an empty one between two; empty where
     * nothing could be worked back, as in dumps that are recorded once for each update.
     */
    public static Optional<Trace> of(Trace trace, Mishaps mishaps) {
        Book book = new Book(trace, "", "", new Effort(), mishaps);
        if (book.iterations() < 2) {
            return Optional.empty();
        }
        // Steps that are too large change sums by more than they are.
        return best(book, true).or(() -> best(book, false)).map(found -> expanded(trace, book, found.before()));
    }

    /**
     * With the length of batches by which most weights are worked back; empty where none is.
     *
     * @param onlyNear only weights that nearly give the sums which the activations show
     */
    private static Optional<LastUpdateSearch> best(Book book, boolean onlyNear) {
        LastUpdateSearch best = null;
        int most = 0;
        for (int samples : book.lengths(0)) {
            LastUpdateSearch search = LastUpdateSearch.of(book, samples, onlyNear);
            if (search.layers() > most) {
                best = search;
                most = search.layers();
            }
        }
        return Optional.ofNullable(best);
    }

    /** What never changes is known at any time. */
    private static Trace expanded(Trace trace, Book book, Map<Variable, @Nullable Matrix[]> before) {
        Set<String> constants = book.all().stream()
                .filter(Variable::isConstant)
                .map(Variable::name)
                .collect(Collectors.toSet());
        List<Map<String, NdArray>> iterations = new ArrayList<>();
        for (int t = 0; t < trace.iterations().size(); t++) {
            int at = t;
            Map<String, NdArray> data = new LinkedHashMap<>(trace.iterations().get(t));
            data.keySet().retainAll(constants);
            Map<String, NdArray> earlier = new LinkedHashMap<>(data);
            before.forEach((variable, values) -> {
                Matrix value = values[at];
                if (value != null) {
                    earlier.put(variable.name(), array(variable, value));
                }
            });
            if (t > 0) {
                // What happened between the two is not known.
                iterations.add(data);
            }
            iterations.add(earlier);
            iterations.add(trace.iterations().get(t));
        }
        return new Trace(trace.name(), iterations, trace.notes());
    }

    private static NdArray array(Variable variable, Matrix value) {
        NdArray array = NdArray.of(value.values(), variable.shape());
        return value.epsilon() > Matrix.DOUBLE ? NdArray.of(array.toFloats(), variable.shape()) : array;
    }

    /** The weights and biases that were worked back. */
    public static Set<String> parameters(Trace expanded) {
        Map<String, NdArray> first = expanded.iterations().getFirst();
        Map<String, NdArray> second = expanded.iterations().get(1);
        return first.keySet().stream()
                .filter(name -> !Objects.equals(first.get(name), second.get(name)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
