package dev.descent.audit.recover;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The recovered forward pass.
 *
 * @param samples rows in the iteration it was found in
 * @param input the user's array of inputs
 * @param layers first to last
 * @param target what the output is compared with; null where none was found
 */
public record Forward(
        int samples,
        Ref input,
        List<Layer> layers,
        @Nullable Target target) {
    public Forward {
        layers = List.copyOf(layers);
    }

    public int depth() {
        return layers.size();
    }

    /** Layer by number, 1 for the first. */
    public Layer layer(int number) {
        return layers.get(number - 1);
    }

    /** With inputs and targets under the names that are nearest to the lines that use them. */
    Forward named(Book book) {
        Ref source = target == null ? null : target.source();
        Target named = target == null || source == null || target.classes() > 0
                ? target
                : new Target(book.nearest(source), 0, target.repeated(), target.error(), target.errorSign());
        return new Forward(samples, book.nearest(input), layers, named);
    }

    /** Weights are dumped either all before or all after the update; one that never moves does not show which. */
    Forward sameLag() {
        int lag = layers.stream()
                .flatMap(layer -> Stream.of(layer.weight(), layer.bias()))
                .filter(Objects::nonNull)
                .mapToInt(Ref::lag)
                .max()
                .orElse(0);
        return lag(lag);
    }

    /** With all weights and biases as they were so many iterations before. */
    Forward lag(int lag) {
        return new Forward(
                samples,
                input,
                layers.stream()
                        .map(layer -> new Layer(
                                layer.weight().lag(lag),
                                layer.bias() == null ? null : layer.bias().lag(lag),
                                layer.activation(),
                                layer.logits(),
                                layer.output(),
                                layer.kept()))
                        .toList(),
                target);
    }

    /** Variables that have a role in it. */
    public Set<Variable> variables() {
        Set<Variable> used = new HashSet<>();
        used.add(input.variable());
        for (Layer layer : layers) {
            for (Ref ref : new Ref[] {layer.weight(), layer.bias(), layer.logits(), layer.output()}) {
                if (ref != null) {
                    used.add(ref.variable());
                }
            }
        }
        if (target != null && target.source() != null) {
            used.add(target.source().variable());
        }
        return used;
    }
}
