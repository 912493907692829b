package dev.descent.cli.view;

import dev.descent.cli.terminal.Figures;
import dev.descent.cli.terminal.Table;
import dev.descent.cli.terminal.Terminal;
import dev.descent.data.Dataset;
import dev.descent.data.TrainTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is in a data set. */
public final class DatasetView {
    private DatasetView() {}

    /** A table of both parts and one of the classes. */
    public static List<String> lines(TrainTest data, Terminal terminal) {
        Facts train = Facts.of(data.train());
        Facts test = Facts.of(data.test());
        Table table = new Table().text(data.name()).number("train").number("test");
        table.row(
                "samples",
                Figures.count(data.train().size()),
                Figures.count(data.test().size()));
        table.row(
                "shape of one",
                data.train().shape().toString(),
                data.test().shape().toString());
        table.row("least value", Figures.significant(train.least()), Figures.significant(test.least()));
        table.row("greatest value", Figures.significant(train.greatest()), Figures.significant(test.greatest()));
        table.row("mean value", Figures.significant(train.mean()), Figures.significant(test.mean()));
        table.row("values that are not 0", Figures.percent(train.present()), Figures.percent(test.present()));
        table.row("features that never change", Figures.count(train.constant()), Figures.count(test.constant()));
        table.row("samples seen before", Figures.count(train.duplicates()), Figures.count(test.duplicates()));
        table.row("test samples that are in train too", "", Figures.count(shared(train, test)));
        List<String> lines = new ArrayList<>(table.lines(terminal));
        if (data.train().isClassification()) {
            lines.add("");
            lines.addAll(classes(data, terminal));
        }
        return lines;
    }

    private static List<String> classes(TrainTest data, Terminal terminal) {
        int[] train = data.train().classCounts();
        int[] test = data.test().classCounts();
        Table table = new Table()
                .number("class")
                .number("train")
                .number("share")
                .number("test")
                .number("share");
        for (int label = 0; label < train.length; label++) {
            int tested = label < test.length ? test[label] : 0;
            table.row(
                    Integer.toString(label),
                    Figures.count(train[label]),
                    Figures.percent((double) train[label] / data.train().size()),
                    Figures.count(tested),
                    Figures.percent((double) tested / data.test().size()));
        }
        return table.lines(terminal);
    }

    private static int shared(Facts train, Facts test) {
        int shared = 0;
        for (Map.Entry<Long, Integer> entry : test.prints().entrySet()) {
            shared += train.prints().containsKey(entry.getKey()) ? entry.getValue() : 0;
        }
        return shared;
    }

    /**
     * Figures of one part, all of raw values.
     *
     * @param present share of values other than 0
     * @param constant features with the same value in all samples
     * @param duplicates samples equal to an earlier one
     * @param prints how many samples have each 64-bit fingerprint; among 70,000 samples two different ones share one with
     *     a probability of about 1e-10
     */
    private record Facts(
            double least,
            double greatest,
            double mean,
            double present,
            int constant,
            int duplicates,
            Map<Long, Integer> prints) {

        static Facts of(Dataset data) {
            int features = data.shape().size();
            double[] first = new double[features];
            boolean[] changes = new boolean[features];
            Map<Long, Integer> prints = new HashMap<>();
            double least = Double.POSITIVE_INFINITY;
            double greatest = Double.NEGATIVE_INFINITY;
            double sum = 0;
            long present = 0;
            for (int sample = 0; sample < data.size(); sample++) {
                long print = 1;
                for (int feature = 0; feature < features; feature++) {
                    double value = data.raw(sample, feature);
                    least = Math.min(least, value);
                    greatest = Math.max(greatest, value);
                    sum += value;
                    present += value == 0 ? 0 : 1;
                    if (sample == 0) {
                        first[feature] = value;
                    }
                    changes[feature] |= value != first[feature];
                    print = mix(print ^ Double.doubleToLongBits(value));
                }
                prints.merge(print, 1, Integer::sum);
            }
            double all = (double) data.size() * features;
            int constant = 0;
            for (boolean change : changes) {
                constant += change ? 0 : 1;
            }
            return new Facts(least, greatest, sum / all, present / all, constant, data.size() - prints.size(), prints);
        }

        /** A step of SplitMix64 (Steele, Lea and Flood 2014). */
        private static long mix(long value) {
            long mixed = (value + 0x9e3779b97f4a7c15L) * 0xbf58476d1ce4e5b9L;
            return mixed ^ mixed >>> 29;
        }
    }
}
