package dev.descent.cli.view;

import dev.descent.cli.terminal.Figures;
import dev.descent.cli.terminal.Table;
import dev.descent.cli.terminal.Terminal;
import dev.descent.data.Dataset;
import dev.descent.data.TrainTest;
import dev.descent.network.Network;
import dev.descent.spec.Value;
import dev.descent.train.Experiment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is about to be trained: data, network, training, device. */
public final class ExperimentView {
    private static final int LABEL = 10;

    private ExperimentView() {}

    /** The header of a training. */
    public static List<String> lines(Experiment experiment, TrainTest data, String device, Terminal terminal) {
        List<String> lines = new ArrayList<>();
        lines.add(terminal.bold(experiment.name())
                + (experiment.about().isEmpty()
                        ? ""
                        : terminal.dim(" · ".replace("·", terminal.either("·", "-")) + experiment.about())));
        addItem("data", data(data), terminal, lines);
        addItem("training", training(experiment, data.train().size()), terminal, lines);
        addItem("device", device, terminal, lines);
        lines.add("");
        lines.addAll(network(experiment.network(data.train().shape()), terminal));
        return lines;
    }

    private static void addItem(String label, String text, Terminal terminal, List<String> lines) {
        List<String> wrapped = Terminal.wrap(text, terminal.width() - LABEL);
        for (int line = 0; line < wrapped.size(); line++) {
            lines.add(terminal.dim(Terminal.padRight(line == 0 ? label : "", LABEL)) + wrapped.get(line));
        }
    }

    private static String data(TrainTest data) {
        Dataset train = data.train();
        return "%s: %s to train, %s to test, each %s scaled by %s, %s"
                .formatted(
                        data.name(),
                        Figures.count(train.size()),
                        Figures.count(data.test().size()),
                        train.shape(),
                        train.scaling(),
                        train.isClassification()
                                ? train.classes() + " classes"
                                : train.targetSize() + (train.targetSize() == 1 ? " target" : " targets"));
    }

    private static String training(Experiment experiment, int samples) {
        int batch = experiment.samplesOfStep(samples);
        List<String> parts = new ArrayList<>();
        parts.add(experiment.loss().spec().toString());
        parts.add(experiment.optimizer().spec() + ", step size " + Value.of(experiment.learningRate())
                + (experiment.schedule().spec().name().equals("constant")
                        ? ""
                        : " (" + experiment.schedule().spec() + ")"));
        parts.add((batch == samples
                        ? "all " + Figures.count(samples) + " samples"
                        : "batches of " + Figures.count(batch))
                + ", gradient "
                + (experiment.reduction().name().toLowerCase(Locale.ROOT).equals("sum") ? "summed" : "averaged"));
        parts.add(experiment.epochs() + (experiment.epochs() == 1 ? " epoch" : " epochs"));
        parts.add("seed " + experiment.seed());
        return String.join(", ", parts);
    }

    /** The table of the network: its layers, their shapes and parameter counts. */
    public static List<String> network(Network network, Terminal terminal) {
        Table table = new Table().text("").text("layer").number("output").number("parameters");
        table.row("", "input", network.input().toString(), "");
        for (Network.Row row : network.summary()) {
            table.row(row.name(), row.layer(), row.output().toString(), Figures.count(row.parameters()));
        }
        table.row("", "all", "", Figures.count(network.parameterCount()));
        return table.lines(terminal);
    }
}
