package dev.descent.audit.recover;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Where the gradient of a weight or bias shows: in arrays of the dump, in the parameter's own change, or in how either grows. */
final class GradientEvidence {
    private final Program program;
    private final Set<Variable> taken;
    private final Map<Look, Optional<Matrix>> values = new HashMap<>();
    private final Map<Look, Matrix> narrowed = new HashMap<>();

    /**
     * Something that a gradient shows in.
     *
     * @param array of the dump; null for the change of the parameter
     * @param growth whether it shows in the difference to the iteration before, as where gradients are added up
     */
    record Evidence(@Nullable Ref array, Symbol parameter, boolean growth) {}

    private record Look(Evidence evidence, int iteration) {}

    GradientEvidence(Program program, Set<Variable> taken) {
        this.program = program;
        this.taken = taken;
    }

    /** Of a parameter: whole gradients first, then sums that grow by one. */
    List<Evidence> of(Symbol parameter) {
        List<Evidence> all = new ArrayList<>();
        for (boolean growth : new boolean[] {false, true}) {
            for (Ref array : arrays(parameter)) {
                all.add(new Evidence(array, parameter, growth));
            }
            all.add(new Evidence(null, parameter, growth));
        }
        return all;
    }

    /** Arrays of the dump with the parameter's shape; of weights that hold their bias as a row, those with that row too. */
    private List<Ref> arrays(Symbol parameter) {
        Ref own = program.parameter(parameter);
        int pivot = program.iterations() > 1 ? 1 : 0;
        Matrix value = program.after(parameter, pivot);
        value = value == null ? program.before(parameter, pivot) : value;
        if (value == null) {
            return List.of();
        }
        List<Ref> arrays = new ArrayList<>(free(pivot, value.rows(), value.columns()));
        if (own.part().isFolded()) {
            Matrix weight = program.after(Symbol.weight(parameter.layer()), pivot);
            int folded = weight == null ? -1 : weight.rows() + 1;
            free(pivot, folded, value.columns()).forEach(ref -> arrays.add(ref.part(own.part())));
        }
        return arrays;
    }

    private List<Ref> free(int pivot, int rows, int columns) {
        return program
                .book()
                .shaped(
                        pivot,
                        rows,
                        columns,
                        variable -> !taken.contains(variable) && !isCount(variable) && !isActivation(variable))
                .stream()
                .filter(array -> program.parameters().stream()
                        .noneMatch(parameter -> isSecondName(array, program.parameter(parameter))))
                .toList();
    }

    /** A whole number that never changes, as that of the samples; the errors of a perceptron are whole too. */
    private boolean isCount(Variable variable) {
        return variable.isInteger() && variable.isConstant() && program.iterations() > 1;
    }

    /** Whether it is an activation again, in another shape: of one sample's last layer that is a gradient but for a number. */
    private boolean isActivation(Variable variable) {
        return program.forward().layers().stream()
                .map(Layer::output)
                .anyMatch(output -> output != null
                        && output.variable() != variable
                        && IntStream.range(0, program.iterations())
                                .allMatch(t -> areAlike(
                                        variable.at(t), output.variable().at(t))));
    }

    private static boolean areAlike(@Nullable Matrix one, @Nullable Matrix other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        return one.size() > 1 && Arrays.equals(one.values(), other.values());
    }

    /** Whether it is a weight again, as it is or as it was before: its growth is a gradient, but it adds up none. */
    private boolean isSecondName(Ref array, Ref parameter) {
        Ref now = parameter.lag(0);
        return array.isSame(now, program.iterations())
                || IntStream.range(1, program.iterations()).allMatch(t -> {
                    Matrix one = array.at(t);
                    Matrix other = now.at(t - 1);
                    return one != null && other != null && one.sameValues(other);
                });
    }

    @Nullable
    Matrix value(Evidence evidence, int iteration) {
        return values.computeIfAbsent(new Look(evidence, iteration), this::look).orElse(null);
    }

    private Optional<Matrix> look(Look look) {
        Evidence evidence = look.evidence();
        int iteration = look.iteration();
        Matrix now = evidence.array() == null
                ? change(evidence.parameter(), iteration)
                : evidence.array().at(iteration);
        if (now == null || !evidence.growth()) {
            return Optional.ofNullable(now);
        }
        Matrix before = evidence.array() == null
                ? change(evidence.parameter(), iteration - 1)
                : evidence.array().at(iteration - 1);
        return before == null || !before.sameShape(now) ? Optional.empty() : Optional.of(now.minus(before));
    }

    private @Nullable Matrix change(Symbol parameter, int iteration) {
        return iteration < 0 ? null : program.change(parameter, iteration);
    }

    /** What it is along random directions, which do not change: computed once for all the deltas it is compared with. */
    Matrix narrowed(Evidence evidence, int iteration, Matrix seen, Matrix directions) {
        return narrowed.computeIfAbsent(new Look(evidence, iteration), _ -> directions.transposeTimes(seen));
    }
}
