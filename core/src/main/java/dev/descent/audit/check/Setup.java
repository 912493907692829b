package dev.descent.audit.check;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.TargetValues;
import dev.descent.audit.replay.Batch;
import dev.descent.audit.replay.Losses;
import dev.descent.audit.replay.Recipe;
import dev.descent.audit.replay.Replay;
import dev.descent.audit.replay.State;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Everything a training needs to be run again.
 *
 * @param recipe formulas and updates
 * @param batches as the program took them, one after another
 * @param start parameters before the first step
 * @param loss what the program's own gradient goes down
 */
record Setup(Recipe recipe, List<Batch> batches, State start, Losses loss) {
    Setup {
        batches = List.copyOf(batches);
    }

    Setup with(Recipe other) {
        return new Setup(other, batches, start, loss);
    }

    Setup with(State other) {
        return new Setup(recipe, batches, other, loss);
    }

    /** With every batch's inputs changed. */
    Setup withInputs(UnaryOperator<Matrix> change) {
        return withBatches(batch -> new Batch(change.apply(batch.input()), batch.target(), batch.fraction()));
    }

    Setup withTargets(UnaryOperator<Matrix> change) {
        return withBatches(batch -> new Batch(batch.input(), change.apply(batch.target()), batch.fraction()));
    }

    private Setup withBatches(UnaryOperator<Batch> change) {
        return new Setup(recipe, batches.stream().map(change).toList(), start, loss);
    }

    /** With at most so many samples in each batch, spread out, standing for all. */
    Setup thinned(int most) {
        return withBatches(batch -> thinned(batch, most));
    }

    private static Batch thinned(Batch batch, int most) {
        int samples = batch.input().rows();
        if (samples <= most) {
            return batch;
        }
        int[] chosen = new int[most];
        for (int i = 0; i < most; i++) {
            chosen[i] = (int) ((long) i * samples / most);
        }
        return new Batch(batch.input().rows(chosen), batch.target().rows(chosen), batch.fraction() * samples / most);
    }

    Replay replay() {
        return new Replay(batches, loss);
    }

    Replay.Run train(int steps) {
        return replay().train(recipe, start, steps);
    }

    /** Loss of always giving the mean target: who is not better has learnt nothing of the inputs. */
    double constantLoss() {
        Matrix all = targets();
        Matrix mean = all.sumOfRows().scaled(1.0 / all.rows());
        Matrix constant = Matrix.filled(all.rows(), all.columns(), 0).plus(mean);
        return loss.of(constant, all);
    }

    Matrix targets() {
        List<Matrix> parts = new ArrayList<>();
        batches.forEach(batch -> parts.add(batch.target()));
        return stacked(parts);
    }

    Matrix inputs() {
        List<Matrix> parts = new ArrayList<>();
        batches.forEach(batch -> parts.add(batch.input()));
        return stacked(parts);
    }

    /** A layer's sums at the start, of all batches: one alone may be a single sample. */
    Matrix logits(int layer) {
        return batches.stream()
                .map(batch -> replay().array(recipe, start, batch, Symbol.logits(layer)))
                .reduce(Matrix::above)
                .orElseThrow();
    }

    boolean isClassification() {
        return TargetValues.areClasses(targets());
    }

    private static Matrix stacked(List<Matrix> parts) {
        Matrix all = parts.getFirst();
        for (Matrix part : parts.subList(1, parts.size())) {
            all = all.above(part);
        }
        return all;
    }

    /** Multiplications of one step, roughly. */
    double cost() {
        double weights =
                start.parameters().values().stream().mapToInt(Matrix::size).sum();
        return 3 * weights * batches.getFirst().input().rows();
    }
}
