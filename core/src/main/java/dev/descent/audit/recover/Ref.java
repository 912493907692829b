package dev.descent.audit.recover;

import dev.descent.audit.algebra.Formula;
import dev.descent.audit.algebra.Matrix;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A variable seen with samples as rows (weights as inputs x units, biases as one row).
 *
 * @param transposed whether the user keeps it the other way round
 * @param part which part of it
 * @param lag 1 when the value of the iteration before is meant, as with weights dumped after the update
 */
public record Ref(Variable variable, boolean transposed, Part part, int lag) {
    static Ref of(Variable variable, boolean transposed) {
        return new Ref(variable, transposed, Part.ALL, 0);
    }

    Ref part(Part other) {
        return new Ref(variable, transposed, other, lag);
    }

    Ref lag(int other) {
        return new Ref(variable, transposed, part, other);
    }

    public @Nullable Matrix at(int iteration) {
        Matrix value = variable.at(iteration - lag);
        return value == null ? null : variable.view(value, transposed, part);
    }

    /** As {@link #at}; where the dump leaves it out, its last value before. */
    public @Nullable Matrix atOrBefore(int iteration) {
        Matrix value = variable.atOrBefore(iteration - lag);
        return value == null ? null : variable.view(value, transposed, part);
    }

    public String name() {
        return variable.name();
    }

    /** In formulas: single numbers that were joined are a list. */
    public String shownName() {
        return name().contains(", ") ? "[" + name() + "]" : name();
    }

    public Formula.Name printed() {
        boolean vector = variable.rank() < 2;
        String index = part.index();
        String shown = shownName();
        String text = !index.isEmpty() && transposed ? shown + ".T" + index : shown + index;
        return new Formula.Name(isNegated() ? "-" + text : text, transposed && index.isEmpty(), vector);
    }

    /** Whether it is meant with its sign turned. */
    public boolean isNegated() {
        return part == Part.NEGATED;
    }

    /** Whether it has the same values in every iteration. */
    boolean isSame(Ref other, int iterations) {
        return IntStream.range(0, iterations).allMatch(t -> {
            Matrix here = at(t);
            Matrix there = other.at(t);
            return here == null ? there == null : there != null && here.sameValues(there);
        });
    }

    /** Whether it is the same variable, whatever part or time. */
    boolean sameVariable(Ref other) {
        return variable == other.variable;
    }
}
