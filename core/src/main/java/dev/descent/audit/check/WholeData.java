package dev.descent.audit.check;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Ref;
import dev.descent.audit.recover.Step;
import dev.descent.audit.recover.Target;
import dev.descent.audit.recover.Variable;
import dev.descent.audit.replay.Losses;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All samples that a program trains on, also where it takes one or a few at a time and the dump has the array they are taken from.
 *
 * @param variable the user's array of inputs
 * @param inputs what it holds [samples, features]
 * @param goal the user's array of targets; null where the dump has none
 * @param targets what it holds [samples, outputs], or class numbers in one column
 */
record WholeData(Variable variable, Matrix inputs, @Nullable Variable goal, Matrix targets) {
    /** Numbers that are gone through. */
    private static final int AFFORDABLE = 20_000_000;

    /** Null where the dump does not have them, or not their targets. */
    static @Nullable WholeData of(Examination examination) {
        Program program = examination.program();
        Ref input = program.forward().input();
        Ref source = program.forward().target() == null
                ? null
                : program.forward().target().source();
        Matrix first = examination.first(Symbol.activation(0));
        Matrix target = examination.first(program.targetSymbol());
        if (first == null || target == null || first.rows() != target.rows()) {
            return null;
        }
        if (program.iterations() > 1 && input.variable().isConstant()) {
            return new WholeData(input.variable(), first, source == null ? null : source.variable(), target);
        }
        List<Matrix[]> taken = new ArrayList<>();
        for (Step step : examination.steps()) {
            Matrix inputs = step.find(Symbol.activation(0));
            Matrix targets = step.find(program.targetSymbol());
            if (inputs != null && targets != null && inputs.rows() == targets.rows()) {
                taken.add(new Matrix[] {inputs, targets});
            }
        }
        for (Variable variable : program.book().variables()) {
            for (boolean turned : new boolean[] {false, true}) {
                Matrix all = rows(variable, turned);
                boolean fits = all != null
                        && variable != input.variable()
                        && all.columns() == first.columns()
                        && all.rows() > first.rows()
                        && all.size() <= AFFORDABLE;
                WholeData found = all != null && fits ? with(program, variable, all, taken) : null;
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** All that the recorded batches hold, where the dump does not have what they are taken from; null where it has no batches. */
    static @Nullable WholeData ofBatches(Examination examination) {
        Setup setup = examination.asItIs();
        Target target = examination.program().forward().target();
        return setup == null
                ? null
                : new WholeData(
                        examination.program().forward().input().variable(),
                        setup.inputs(),
                        target == null || target.source() == null
                                ? null
                                : target.source().variable(),
                        setup.targets());
    }

    /** An array that stays the same, a sample a row; null for others. */
    private static @Nullable Matrix rows(Variable variable, boolean turned) {
        Matrix value =
                variable.isConstant() && variable.rank() > 0 ? variable.atOrBefore(variable.iterations() - 1) : null;
        return value == null || !value.isFinite() ? null : turned ? value.transpose() : value;
    }

    /** Where all samples that were taken are rows of it, and their targets those of another array at the same place. */
    private static @Nullable WholeData with(Program program, Variable variable, Matrix all, List<Matrix[]> taken) {
        Map<Long, List<Integer>> places = new HashMap<>();
        for (int row = 0; row < all.rows(); row++) {
            places.computeIfAbsent(HeldOut.row(all, row), _ -> new ArrayList<>())
                    .add(row);
        }
        List<List<Integer>> found = new ArrayList<>();
        for (Matrix[] batch : taken) {
            for (int row = 0; row < batch[0].rows(); row++) {
                List<Integer> same = new ArrayList<>();
                for (int place : places.getOrDefault(HeldOut.row(batch[0], row), List.of())) {
                    if (equal(batch[0], row, all, place)) {
                        same.add(place);
                    }
                }
                if (same.isEmpty()) {
                    return null;
                }
                found.add(same);
            }
        }
        for (Variable goal : program.book().variables()) {
            for (boolean turned : new boolean[] {false, true}) {
                Matrix targets = goal == variable ? null : rows(goal, turned);
                if (targets != null && targets.rows() == all.rows() && areTargets(targets, taken, found)) {
                    return new WholeData(variable, all, goal, targets);
                }
            }
        }
        return null;
    }

    /** Whether the batches' targets are found at the places of their inputs, as they are or as class numbers. */
    private static boolean areTargets(Matrix targets, List<Matrix[]> taken, List<List<Integer>> places) {
        boolean plain = true;
        boolean numbers = targets.columns() == 1;
        int sample = 0;
        for (Matrix[] batch : taken) {
            for (int i = 0; i < batch[1].rows() && (plain || numbers); i++) {
                int row = i;
                List<Integer> same = places.get(sample++);
                plain &= targets.columns() == batch[1].columns()
                        && same.stream().anyMatch(place -> equal(batch[1], row, targets, place));
                int label = Losses.strongest(batch[1], row);
                numbers &= same.stream().anyMatch(place -> targets.get(place, 0) == label);
            }
        }
        return plain || (numbers && taken.getFirst()[1].columns() > 1);
    }

    private static boolean equal(Matrix one, int row, Matrix other, int place) {
        for (int column = 0; column < one.columns(); column++) {
            if (one.get(row, column) != other.get(place, column)) {
                return false;
            }
        }
        return true;
    }
}
