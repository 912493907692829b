package dev.descent.cli.view;

import dev.descent.cli.terminal.Figures;
import dev.descent.cli.terminal.Table;
import dev.descent.cli.terminal.Terminal;
import dev.descent.data.NdArray;
import dev.descent.network.Parameter;
import dev.descent.network.Place;
import dev.descent.train.Observer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What happens inside the network in the first steps and in the last: outputs of a sample, saturated units, the size of the
 * gradient, and the size of the first step against the size of the weights it changes.
 */
public final class Inside implements Observer {
    /** Logits beyond ±5 count as saturated (the threshold of DeepDiagnosis, ICSE 2022): there a sigmoid is this near 0 or 1. */
    private static final double SATURATED_SIGMOID = 1 / (1 + Math.exp(5));

    /** The same of tanh: this near −1 or 1. */
    private static final double SATURATED_TANH = 1 - Math.tanh(5);

    /** A healthy step changes weights by about a thousandth; at their own size they are replaced, not corrected. */
    private static final double REPLACED = 1;

    private static final int MOST_OUTPUTS = 10;

    private final long lastStep;
    private final List<Look> looks = new ArrayList<>();
    private final Map<String, Sizes> sizes = new LinkedHashMap<>();
    private float[] before = {};

    /** The network as it was when a step began. */
    private record Look(
            long step,
            double loss,
            double squaredError,
            double gradient,
            Map<String, Double> saturated,
            float[] outputs) {}

    /** Root mean squares of a parameter and of the first step's change to it. */
    private record Sizes(double values, double change) {}

    /** @param lastStep the number of the last step planned */
    public Inside(long lastStep) {
        this.lastStep = lastStep;
    }

    @Override
    public boolean observes(long step) {
        return step <= 2 || step == lastStep;
    }

    @Override
    public void beforeUpdate(Moment moment) {
        Map<String, NdArray> arrays = moment.network().arrays(moment.samples());
        Map<String, Double> saturated = new LinkedHashMap<>();
        for (Place place : moment.network().network().layout().places()) {
            NdArray activation = arrays.get(place.name() + ".activation");
            if (activation != null) {
                switch (place.activation().spec().name()) {
                    case "sigmoid" -> saturated.put(place.name(), shareAtEnds(activation, 0, SATURATED_SIGMOID));
                    case "tanh" -> saturated.put(place.name(), shareAtEnds(activation, -1, SATURATED_TANH));
                    default -> {}
                }
            }
        }
        int width = Math.min(MOST_OUTPUTS, moment.network().network().output().size());
        float[] outputs = java.util.Arrays.copyOf(moment.network().output(), width);
        looks.add(new Look(
                moment.step(),
                moment.loss(),
                squaredError(moment),
                size(moment.network().gradients(), 0, moment.network().gradients().length),
                saturated,
                outputs));
        if (moment.step() == 1) {
            before = moment.network().values().clone();
        }
    }

    @Override
    public void afterUpdate(Moment moment) {
        if (moment.step() != 1) {
            return;
        }
        float[] after = moment.network().values();
        float[] change = new float[after.length];
        for (int index = 0; index < change.length; index++) {
            change[index] = after[index] - before[index];
        }
        for (Parameter parameter : moment.network().network().layout().parameters()) {
            sizes.put(
                    parameter.name(),
                    new Sizes(
                            size(before, parameter.offset(), parameter.end()),
                            size(change, parameter.offset(), parameter.end())));
        }
    }

    private static double squaredError(Moment moment) {
        float[] outputs = moment.network().output();
        float[] targets = moment.network().target();
        int length = moment.samples() * moment.network().network().output().size();
        double sum = 0;
        for (int index = 0; index < length; index++) {
            double error = (double) outputs[index] - targets[index];
            sum += error * error;
        }
        return sum / length;
    }

    private static double shareAtEnds(NdArray activation, double least, double margin) {
        int atEnds = 0;
        for (int index = 0; index < activation.size(); index++) {
            double value = activation.get(index);
            atEnds += value < least + margin || value > 1 - margin ? 1 : 0;
        }
        return (double) atEnds / activation.size();
    }

    private static double size(float[] values, int from, int to) {
        double sum = 0;
        for (int index = from; index < to; index++) {
            sum += (double) values[index] * values[index];
        }
        return Math.sqrt(sum / Math.max(1, to - from));
    }

    /** The report; empty when no step was made. */
    public List<String> lines(String sample, Terminal terminal) {
        if (looks.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.addAll(stepTable(terminal));
        lines.add("");
        lines.addAll(stateTable(terminal));
        lines.add("");
        lines.addAll(outputTable(sample, terminal));
        List<String> sentences = sentences(terminal);
        if (!sentences.isEmpty()) {
            lines.add("");
            lines.addAll(sentences);
        }
        return lines;
    }

    private List<String> stepTable(Terminal terminal) {
        Table table = new Table()
                .text("root mean square of")
                .number("the values")
                .number("their first step")
                .number("step / values");
        sizes.forEach((name, size) ->
                table.row(name, Figures.significant(size.values()), Figures.significant(size.change()), times(size)));
        return table.lines(terminal);
    }

    private static String times(Sizes size) {
        double ratio = size.change() / size.values();
        return Double.isFinite(ratio) ? Figures.significant(ratio) : "";
    }

    private List<String> stateTable(Terminal terminal) {
        Table table = new Table().text("when the step began");
        looks.forEach(look -> table.number("step " + look.step()));
        table.row(row("loss", look -> Figures.significant(look.loss())));
        table.row(row("mean squared error", look -> Figures.significant(look.squaredError())));
        table.row(row("gradient, root mean square", look -> Figures.significant(look.gradient())));
        for (String layer : looks.getFirst().saturated().keySet()) {
            table.row(row(
                    "saturated units of " + layer,
                    look -> String.format(
                            Locale.ROOT, "%.1f %%", 100 * look.saturated().getOrDefault(layer, Double.NaN))));
        }
        return table.lines(terminal);
    }

    private List<String> row(String heading, java.util.function.Function<Look, String> figure) {
        List<String> row = new ArrayList<>();
        row.add(heading);
        looks.forEach(look -> row.add(figure.apply(look)));
        return row;
    }

    private List<String> outputTable(String sample, Terminal terminal) {
        Table table = new Table().text("outputs of " + sample);
        for (int unit = 0; unit < looks.getFirst().outputs().length; unit++) {
            table.number(Integer.toString(unit));
        }
        for (Look look : looks) {
            List<String> row = new ArrayList<>();
            row.add("step " + look.step());
            for (float output : look.outputs()) {
                row.add(Float.isFinite(output) ? String.format(Locale.ROOT, "%.2f", output) : Float.toString(output));
            }
            table.row(row);
        }
        return table.lines(terminal);
    }

    private List<String> sentences(Terminal terminal) {
        List<String> sentences = new ArrayList<>();
        sizes.entrySet().stream()
                .filter(entry ->
                        entry.getValue().change() > REPLACED * entry.getValue().values()
                                && entry.getValue().values() > 0)
                .max(java.util.Comparator.comparingDouble(
                        entry -> entry.getValue().change() / entry.getValue().values()))
                .ifPresent(entry -> sentences.add("The first step was "
                        + Figures.count(Math.round(
                                entry.getValue().change() / entry.getValue().values()))
                        + " times as large as " + entry.getKey()
                        + " itself; about a thousandth of it is healthy."));
        if (looks.size() > 1 && looks.get(1).gradient() == 0 && looks.getFirst().gradient() != 0) {
            sentences.add("From step 2 on the gradient is exactly zero: no later step can change anything.");
        }
        return sentences.stream()
                .map(sentence -> terminal.coloured(sentence, dev.descent.cli.terminal.Rgb.ORANGE))
                .toList();
    }
}
