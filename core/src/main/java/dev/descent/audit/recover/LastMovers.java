package dev.descent.audit.recover;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Slope;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What may have moved a weight and its bias in the last update before a record: arrays of the dump, and what is made of them. */
final class LastMovers {
    /** Of Adam, as nearly everybody has it. */
    private static final double EPSILON = 1e-8;

    private final Book book;
    private final List<Ref> arrays;
    private final List<Worked> worked;

    /**
     * @param arrays with a row for each sample
     * @param worked the layers that are known, through which errors may be sent back
     */
    LastMovers(Book book, List<Ref> arrays, List<Worked> worked) {
        this.book = book;
        this.arrays = arrays;
        this.worked = worked;
    }

    /** An array of each iteration, null where one is missing. */
    @FunctionalInterface
    interface Source {
        @Nullable
        Matrix at(int iteration);

        /** The variables it is made of, as far as they can then have no other role. */
        default List<Variable> variables() {
            return List.of();
        }
    }

    private record Shown(Ref array) implements Source {
        @Override
        public @Nullable Matrix at(int iteration) {
            return array.at(iteration);
        }

        @Override
        public List<Variable> variables() {
            return List.of(array.variable());
        }
    }

    /**
     * What was added to a weight and to its bias, but for a factor.
     *
     * @param delta of which both are made, null where the dump has both
     */
    record Mover(@Nullable Source delta, Source weight, Source bias) {}

    /** An input times a weight, and what the dump has of it. */
    record Layer(Ref input, Ref weight, @Nullable Ref bias, Ref output) {}

    /**
     * A layer whose weight was worked back.
     *
     * @param before its weight before the update, iteration by iteration
     */
    record Worked(Layer layer, Mover mover, @Nullable Matrix[] before) {
        /** Variables that can be no parameter any more. */
        Set<Variable> taken() {
            Source delta = mover.delta();
            return Stream.of(
                            List.of(layer.input().variable(), layer.output().variable()),
                            mover.weight().variables(),
                            mover.bias().variables(),
                            delta == null ? List.<Variable>of() : delta.variables())
                    .flatMap(List::stream)
                    .collect(Collectors.toSet());
        }
    }

    List<Mover> of(Layer layer, List<Slope> slopes) {
        List<Mover> movers = new ArrayList<>();
        Ref bias = layer.bias();
        for (Source weight : gradients(layer.weight())) {
            for (Source ofBias : bias == null ? List.<Source>of(_ -> null) : gradients(bias)) {
                movers.add(new Mover(null, weight, ofBias));
            }
        }
        for (Source delta : deltas(layer, slopes)) {
            movers.add(new Mover(delta, t -> product(layer.input().at(t), delta.at(t)), t -> {
                Matrix deltas = delta.at(t);
                return deltas == null ? null : deltas.sumOfRows();
            }));
        }
        return movers;
    }

    private @Nullable Matrix product(@Nullable Matrix inputs, @Nullable Matrix deltas) {
        if (inputs == null || deltas == null || inputs.rows() != deltas.rows()) {
            return null;
        }
        book.effort().add((long) inputs.size() * deltas.columns());
        return inputs.transposeTimes(deltas);
    }

    /** Arrays of a parameter's shape, and the ratios of two, as Adam's moments have. */
    private List<Source> gradients(Ref parameter) {
        Matrix value = parameter.at(0);
        if (value == null) {
            return List.of();
        }
        List<Ref> alike = book.shaped(
                0,
                value.rows(),
                value.columns(),
                variable -> variable != parameter.variable() && !variable.isInteger() && !variable.isConstant());
        List<Source> all = new ArrayList<>();
        alike.forEach(array -> all.add(new Shown(array)));
        for (Ref square : alike) {
            Matrix squares = square.at(0);
            for (Ref mean : squares == null || squares.minimum() < 0 ? List.<Ref>of() : alike) {
                if (!mean.sameVariable(square)) {
                    all.add(t -> ratio(mean.at(t), square.at(t)));
                }
            }
        }
        return all;
    }

    private static @Nullable Matrix ratio(@Nullable Matrix mean, @Nullable Matrix square) {
        return mean == null || square == null || !mean.sameShape(square)
                ? null
                : mean.over(square.map(each -> Math.sqrt(Math.max(each, 0)) + EPSILON));
    }

    /** Arrays with a row per sample and a column per unit, differences of two, what is sent back, and these times the derivative. */
    private List<Source> deltas(Layer layer, List<Slope> slopes) {
        Matrix outputs = layer.output().at(0);
        int units = outputs == null ? -1 : outputs.columns();
        List<Source> plain = new ArrayList<>();
        for (Worked above : worked) {
            Source delta = above.mover().delta();
            Matrix weight = above.layer().weight().at(0);
            if (delta != null && weight != null && weight.rows() == units) {
                plain.add(t -> sentBack(delta.at(t), above.before()[t]));
                plain.add(t -> sentBack(delta.at(t), above.layer().weight().at(t)));
            }
        }
        for (Ref array : arrays) {
            Matrix value = array.at(0);
            if (value == null || value.columns() != units || array.sameVariable(layer.output())) {
                continue;
            }
            if (!array.variable().isConstant()) {
                plain.add(new Shown(array));
            }
            plain.add(t -> difference(layer.output().at(t), array.at(t)));
        }
        List<Source> all = new ArrayList<>(plain);
        for (Source source : plain) {
            slopes.forEach(slope ->
                    all.add(t -> sloped(source.at(t), slope, layer.output().at(t))));
        }
        return all;
    }

    private static @Nullable Matrix sloped(@Nullable Matrix value, Slope slope, @Nullable Matrix output) {
        return value == null || output == null || !value.sameShape(output) ? null : value.by(slope.apply(output));
    }

    private static @Nullable Matrix difference(@Nullable Matrix one, @Nullable Matrix other) {
        return one == null || other == null || !one.sameShape(other) ? null : one.minus(other);
    }

    private @Nullable Matrix sentBack(@Nullable Matrix deltas, @Nullable Matrix weight) {
        if (deltas == null || weight == null || deltas.columns() != weight.columns()) {
            return null;
        }
        book.effort().add((long) deltas.size() * weight.rows());
        return deltas.times(weight.transpose());
    }
}
