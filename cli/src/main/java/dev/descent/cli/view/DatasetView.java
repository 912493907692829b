package dev.descent.cli.view;

import dev.descent.cli.terminal.Figures;
import dev.descent.cli.terminal.Table;
import dev.descent.cli.terminal.Terminal;
import dev.descent.data.DataStatistics;
import dev.descent.data.TrainTest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What is in a data set. */
public final class DatasetView {
    private DatasetView() {}

    /** A table of both parts and one of the classes. */
    public static List<String> lines(TrainTest data, Terminal terminal) {
        DataStatistics train = DataStatistics.of(data.train());
        DataStatistics test = DataStatistics.of(data.test());
        Table table = new Table().text(data.name()).number("train").number("test");
        row(table, "samples", train, test, part -> Figures.count(part.samples()));
        row(table, "shape of one", train, test, part -> part.shape().toString());
        row(table, "least value", train, test, part -> Figures.significant(part.lowest()));
        row(table, "greatest value", train, test, part -> Figures.significant(part.highest()));
        row(table, "mean", train, test, part -> Figures.significant(part.mean()));
        row(table, "standard deviation", train, test, part -> Figures.significant(part.deviation()));
        row(table, "values that are not 0", train, test, part -> Figures.percent(part.density()));
        row(table, "values that are no number", train, test, part -> Figures.count(part.invalid()));
        row(table, "features that never change", train, test, part -> Figures.count(part.constantFeatures()));
        row(table, "samples equal to an earlier one", train, test, part -> Figures.count(part.duplicates()));
        row(table, "  of them with another class", train, test, part -> Figures.count(part.conflicts()));
        List<String> lines = new ArrayList<>(table.lines(terminal));
        if (data.train().isClassification()) {
            lines.add("");
            lines.addAll(classes(data, terminal));
        }
        return lines;
    }

    private static void row(
            Table table,
            String heading,
            DataStatistics train,
            DataStatistics test,
            Function<DataStatistics, String> figure) {
        table.row(heading, figure.apply(train), figure.apply(test));
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
}
