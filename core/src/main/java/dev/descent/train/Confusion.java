package dev.descent.train;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How often each class was taken for each.
 *
 * @param counts {@code [true class][answered class]}, not to be changed
 */
public record Confusion(int[][] counts) {

    /**
     * How well one class is recognised. A share of nothing is 0.
     *
     * @param label the class
     * @param support samples that truly belong to it
     * @param precision share of the answers "this class" that are right
     * @param recall share of its samples that are found
     * @param f1 harmonic mean of precision and recall
     */
    public record ClassFigures(int label, int support, double precision, double recall, double f1) {}

    /** Samples of one class taken for another. */
    public record Mixup(int truth, int answer, int count) {}

    static Confusion of(Predictions predictions) {
        int classes = predictions.width() == 1 ? 2 : predictions.width();
        int[][] counts = new int[classes][classes];
        for (int sample = 0; sample < predictions.samples(); sample++) {
            counts[predictions.truth(sample)][predictions.answer(sample)]++;
        }
        return new Confusion(counts);
    }

    public int classes() {
        return counts.length;
    }

    /** Precision, recall and F1 of every class. */
    public List<ClassFigures> figures() {
        List<ClassFigures> figures = new ArrayList<>();
        for (int label = 0; label < classes(); label++) {
            int right = counts[label][label];
            int support = 0;
            int answered = 0;
            for (int other = 0; other < classes(); other++) {
                support += counts[label][other];
                answered += counts[other][label];
            }
            double f1 = share(2.0 * right, support + answered);
            figures.add(new ClassFigures(label, support, share(right, answered), share(right, support), f1));
        }
        return figures;
    }

    /** Mean F1 over all classes, each counting the same. */
    public double macroF1() {
        return figures().stream().mapToDouble(ClassFigures::f1).average().orElse(0);
    }

    /** The pairs of classes mixed up, most frequent first. */
    public List<Mixup> mixups() {
        List<Mixup> mixups = new ArrayList<>();
        for (int truth = 0; truth < classes(); truth++) {
            for (int answer = 0; answer < classes(); answer++) {
                if (truth != answer && counts[truth][answer] > 0) {
                    mixups.add(new Mixup(truth, answer, counts[truth][answer]));
                }
            }
        }
        mixups.sort(Comparator.comparingInt(Mixup::count).reversed());
        return mixups;
    }

    private static double share(double part, int whole) {
        return whole == 0 ? 0 : part / whole;
    }
}
