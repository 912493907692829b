package dev.descent.train;

import dev.descent.spec.Value;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One field of an {@link Experiment} as people see it: in files, as a command-line flag, in a doctor's remedy.
 *
 * @param name kebab-case; a dot separates the group from the field, as in {@code data.scale}
 * @param says what it does, its unit or choices, for help texts
 * @param plainText whether any text may stand there, so that files hand it over as it is
 * @param reader an experiment's value
 * @param writer the experiment with another value
 */
public record Field(
        String name,
        String says,
        boolean plainText,
        Function<Experiment, Value> reader,
        BiFunction<Experiment, Value, Experiment> writer) {

    public Value get(Experiment experiment) {
        return reader.apply(experiment);
    }

    /**
     * The experiment with another value here and all else equal.
     *
     * @throws IllegalArgumentException for a value that means nothing here; names the field
     */
    public Experiment set(Experiment experiment, Value value) {
        try {
            return writer.apply(experiment, value);
        } catch (dev.descent.spec.SpecException placed) {
            throw placed;
        } catch (IllegalArgumentException refused) {
            throw new IllegalArgumentException(name + ": " + refused.getMessage(), refused);
        }
    }

    /** As {@link #set(Experiment, Value)}, with the value as text. */
    public Experiment set(Experiment experiment, String text) {
        return set(experiment, plainText ? Value.of(text) : Value.parse(text));
    }

    /** Whether the experiment has the default here. */
    public boolean isStandard(Experiment experiment) {
        return get(experiment).equals(get(Experiment.standard()));
    }

    /** A field in which two experiments differ. */
    public record Change(Field field, Value before, Value after) {
        @Override
        public String toString() {
            return "%s: %s → %s".formatted(field.name(), before, after);
        }
    }
}
