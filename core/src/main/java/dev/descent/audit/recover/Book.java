package dev.descent.audit.recover;

import dev.descent.audit.Trace;
import dev.descent.audit.algebra.Matrix;
import dev.descent.data.NdArray.ElementType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All variables of a trace, to be looked up by the shape they can take. */
public final class Book {
    private final List<Variable> all;
    private final List<Variable> variables;
    private final int iterations;
    private final String inputs;
    private final String targets;
    private final Effort effort;
    private final Mishaps mishaps;
    private @Nullable Movers movers;

    public Book(Trace trace) {
        this(trace, "", "", new Effort(), new Mishaps());
    }

    /**
     * @param inputs the variable that alone may be the input; empty for any
     * @param targets the variable that alone may be the target; empty for any
     * @param effort what a search of it may take
     * @param mishaps where to note what fails
     */
    public Book(Trace trace, String inputs, String targets, Effort effort, Mishaps mishaps) {
        this.effort = effort;
        this.mishaps = mishaps;
        this.inputs = inputs;
        this.targets = targets;
        Set<String> names = new LinkedHashSet<>();
        trace.iterations().stream().map(Map::keySet).forEach(names::addAll);
        List<Variable> found = new ArrayList<>();
        Precision precision = Precision.of(trace.iterations());
        for (String name : names) {
            found.add(Variable.of(name, found.size(), trace.iterations(), precision));
        }
        this.all = List.copyOf(found);
        this.variables = found.stream()
                .filter(variable -> found.stream()
                        .noneMatch(other -> variable.isAliasOf(other)
                                || variable.isSecondNameOf(other)
                                || variable.holdsDataOf(other)
                                || variable.isCopyOf(other)))
                .toList();
        this.iterations = trace.iterations().size();
        int last = Math.floorDiv(iterations, 2);
        boolean broken = found.stream()
                .map(variable -> variable.at(last))
                .anyMatch(value -> value != null && value.size() > 1 && !value.isFinite());
        if (broken && iterations > 2) {
            effort.little();
        }
    }

    /** Those too that are the same array as another. */
    public List<Variable> all() {
        return all;
    }

    public List<Variable> variables() {
        return variables;
    }

    boolean mayBeInput(Variable variable) {
        return inputs.isEmpty()
                ? !variable.name().equals(targets) && !isSetting(variable) && !isKeptNumber(variable)
                : variable.name().equals(inputs);
    }

    boolean mayBeTarget(Variable variable) {
        return targets.isEmpty()
                ? !isSetting(variable) && !variable.counts() && !isGate(variable)
                : variable.name().equals(targets);
    }

    /** Whether it is a list of one number that stays the same, as one of costs that are kept now and then: no input of matrices. */
    private boolean isKeptNumber(Variable variable) {
        return variable.rank() == 1
                && variable.isScalar()
                && variable.isConstant()
                && variables.stream().anyMatch(other -> other.rank() > 1 && !other.isScalar() && other.isConstant());
    }

    /** Whether it is one number that stays the same, as rates and sizes do: no data where there are whole arrays. */
    boolean isSetting(Variable variable) {
        return iterations > 1
                && variable.rank() == 0
                && variable.isScalar()
                && variable.isConstant()
                && variables.stream().anyMatch(other -> other.rank() > 1 && !other.isScalar());
    }

    /** Whether it says where another array is above zero, as the mask that a ReLU keeps for its way back does. */
    boolean isGate(Variable variable) {
        return variable.rank() > 1
                && variable.type() == ElementType.BOOL
                && !variable.isConstant()
                && variables.stream().anyMatch(other -> !other.isInteger() && isGateOf(variable, other));
    }

    private boolean isGateOf(Variable gate, Variable other) {
        for (int t = 0; t < iterations; t++) {
            Matrix shown = gate.at(t);
            Matrix value = other.at(t);
            if (shown == null
                    || value == null
                    || !value.sameShape(shown)
                    || !value.mapExactly(number -> number > 0 ? 1 : 0).sameValues(shown)) {
                return false;
            }
        }
        return true;
    }

    /** What moves by what, found out when first asked for. */
    Movers movers() {
        if (movers == null) {
            movers = new Movers(this);
        }
        return movers;
    }

    public Mishaps mishaps() {
        return mishaps;
    }

    public Effort effort() {
        return effort;
    }

    public int iterations() {
        return iterations;
    }

    public @Nullable Variable variable(String name) {
        return variables.stream()
                .filter(variable -> variable.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Of all arrays of an iteration, at least 1. */
    int numbers() {
        return Math.max(
                1,
                variables.stream()
                        .map(variable -> variable.atOrBefore(iterations - 1))
                        .filter(Objects::nonNull)
                        .mapToInt(Matrix::size)
                        .sum());
    }

    /** Whether some array has several rows and columns, as weights have where any layer has several units. */
    boolean hasWideMatrix() {
        return variables.stream().anyMatch(variable -> variable.isWide(0));
    }

    /** Whether one of those changes, as weights do that learn. */
    boolean hasChangingMatrix() {
        return variables.stream()
                .anyMatch(variable -> variable.isWide(0) && !variable.isInteger() && !variable.isConstant());
    }

    public List<Variable> scalars() {
        return variables.stream().filter(Variable::isScalar).toList();
    }

    /**
     * Lengths of axes that the arrays have: first those of several arrays that stay the same, as data do, then the others, the rarest last;
     * 1 among them, for programs that take one sample at a time.
     */
    List<Integer> lengths(int iteration) {
        Map<Integer, Integer> counts = new java.util.TreeMap<>();
        Map<Integer, Integer> ofData = new java.util.TreeMap<>();
        for (Variable variable : variables) {
            Matrix value = variable.atOrBefore(iteration);
            if (value != null && value.size() > 1 && !variable.grows()) {
                for (int length : new TreeSet<>(List.of(value.rows(), value.columns()))) {
                    counts.merge(length, 1, Integer::sum);
                    ofData.merge(length, variable.isConstant() && iterations > 1 ? 1 : 0, Integer::sum);
                }
            }
        }
        counts.putIfAbsent(1, 0);
        ofData.remove(1);
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() > 2 || entry.getKey() == 1)
                .sorted(Comparator.comparing(
                                (Map.Entry<Integer, Integer> entry) -> ofData.getOrDefault(entry.getKey(), 0) < 2)
                        .thenComparingInt(entry -> -entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The first single number that stays the same and is this one, up to a share of it; null for none. */
    public @Nullable Variable constant(double number, double share) {
        return scalars().stream()
                .filter(Variable::isConstant)
                .filter(scalar -> {
                    Matrix value = scalar.atOrBefore(0);
                    return value != null && Math.abs(value.at(0) - number) <= share * Math.abs(number);
                })
                .findFirst()
                .orElse(null);
    }

    /** Every way to see a variable as a matrix of so many rows and columns (-1 for any), other than the excluded variables. */
    List<Ref> shaped(int iteration, int rows, int columns, Predicate<Variable> wanted) {
        List<Ref> refs = new ArrayList<>();
        for (Variable variable : variables) {
            Matrix value = !variable.grows() && wanted.test(variable) ? variable.atOrBefore(iteration) : null;
            if (value == null || (value.size() == 1 && (rows > 1 || columns > 1))) {
                continue;
            }
            if (fits(value.rows(), rows) && fits(value.columns(), columns)) {
                refs.add(Ref.of(variable, false));
            }
            if (value.size() > 1 && fits(value.columns(), rows) && fits(value.rows(), columns)) {
                refs.add(Ref.of(variable, true));
            }
        }
        return refs;
    }

    /** Of a list and the matrix that is made of it the matrix: that is what a program multiplies and subtracts. */
    Ref nearest(Ref ref) {
        if (ref.variable().rank() > 1) {
            return ref;
        }
        return variables.stream()
                .filter(variable -> variable.rank() == 2)
                .flatMap(variable ->
                        Stream.of(false, true).map(transposed -> new Ref(variable, transposed, ref.part(), ref.lag())))
                .filter(other -> other.isSame(ref, iterations))
                .findFirst()
                .orElse(ref);
    }

    private static boolean fits(int length, int wanted) {
        return wanted < 0 || length == wanted;
    }

    static Predicate<Variable> except(Collection<Variable> excluded) {
        return variable -> !excluded.contains(variable);
    }
}
