package dev.descent.data;

import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;
import java.util.Arrays;

/**
 * Texts as bags of words, one feature per word of the vocabulary, 1 where the text has it. Words are drawn from Zipf's
 * distribution (1949) as in any text, a share of them from the few words of the text's topic, which is its class; how many
 * words a text has varies.
 */
final class Texts {
    /** Words that one topic has of its own; topics share some by chance. */
    private static final int OF_TOPIC = 60;

    private static final int SHORTEST = 5;

    /** Streams of random numbers apart: of topics, and of the words of each text. */
    private static final long TOPICS = 1L << 50;

    private Texts() {}

    static DataSource of(Spec spec) {
        Arguments arguments = spec.arguments("rows", "words", "classes", "length", "topic", "test", "seed");
        int words = arguments.integer("words", 2000);
        int classes = arguments.integer("classes", 2);
        int length = arguments.integer("length", 80);
        double topic = arguments.number("topic", 0.15);
        if (words < 1 || classes < 2 || length < SHORTEST) {
            throw arguments.error(
                    "words",
                    "texts need at least 1 word, 2 classes and a length of %d, got %d, %d and %d"
                            .formatted(SHORTEST, words, classes, length));
        }
        double[] all = zipf(words);
        double[] own = zipf(OF_TOPIC);
        return Synthetic.generated(spec, arguments, 1000, (random, rows) -> {
            float[] values = new float[Math.multiplyExact(rows, words)];
            int[] labels = new int[rows];
            for (int row = 0; row < rows; row++) {
                labels[row] = row % classes;
                long counter = (long) row * 8 * length;
                int count = Math.max(SHORTEST, (int) (length * random.uniform(counter++, 0.4, 1.6)));
                for (int token = 0; token < count; token++) {
                    boolean isOfTopic = random.uniform(counter++) < topic;
                    int rank = rank(isOfTopic ? own : all, random.uniform(counter++));
                    int word = isOfTopic ? random.below(words, TOPICS + (long) labels[row] * OF_TOPIC + rank) : rank;
                    values[row * words + word] = 1;
                }
            }
            return Dataset.ofValues(Shape.of(words), values, labels, classes);
        });
    }

    /** Cumulated shares of words whose frequency falls with their rank. */
    private static double[] zipf(int words) {
        double[] shares = new double[words];
        double sum = 0;
        for (int rank = 0; rank < words; rank++) {
            sum += 1.0 / (rank + 3);
            shares[rank] = sum;
        }
        for (int rank = 0; rank < words; rank++) {
            shares[rank] /= sum;
        }
        return shares;
    }

    private static int rank(double[] cumulated, double share) {
        int found = Arrays.binarySearch(cumulated, share);
        return Math.min(cumulated.length - 1, found >= 0 ? found : -found - 1);
    }
}
