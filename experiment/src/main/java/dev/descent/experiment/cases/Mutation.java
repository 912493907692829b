package dev.descent.experiment.cases;

import dev.descent.data.CounterRandom;
import dev.descent.report.Fault;
import dev.descent.train.Experiment;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One way to harm a healthy experiment.
 *
 * @param name for the case's name
 * @param faults what is wrong afterwards, any of which is a right answer
 * @param heldOut whether the doctor must not be tuned on it
 * @param operator does the harm
 */
record Mutation(String name, Set<Fault> faults, boolean heldOut, Operator operator) {
    /** Null where the experiment offers nothing to harm. */
    @FunctionalInterface
    interface Operator {
        @Nullable
        Experiment harm(Experiment healthy, CounterRandom random);
    }

    static Mutation tuned(String name, Set<Fault> faults, Operator operator) {
        return new Mutation(name, faults, false, operator);
    }

    static Mutation heldOut(String name, Set<Fault> faults, Operator operator) {
        return new Mutation(name, faults, true, operator);
    }
}
