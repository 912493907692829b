package dev.descent.cli.view;

import dev.descent.cli.terminal.Figures;
import dev.descent.cli.terminal.Picture;
import dev.descent.cli.terminal.Sparkline;
import dev.descent.cli.terminal.Table;
import dev.descent.cli.terminal.Terminal;
import dev.descent.model.Model;
import dev.descent.network.Parameter;
import java.util.ArrayList;
import java.util.List;

/** What is in a model: its layers, its weights, how it was made. */
public final class ModelView {
    private static final int BINS = 24;

    private ModelView() {}

    /** Table of layers, table of parameters with a histogram each, provenance. */
    public static List<String> lines(Model model, Terminal terminal) {
        List<String> lines = new ArrayList<>(ExperimentView.network(model.network(), terminal));
        lines.add("");
        lines.addAll(parameters(model, terminal));
        lines.add("");
        lines.addAll(provenance(model, terminal));
        return lines;
    }

    private static List<String> parameters(Model model, Terminal terminal) {
        Table table = new Table()
                .text("parameter")
                .text("shape")
                .number("mean")
                .number("deviation")
                .number("least")
                .text("histogram")
                .text("greatest");
        for (Parameter parameter : model.network().layout().parameters()) {
            Statistics statistics = Statistics.of(model.weights().values(), parameter.offset(), parameter.end());
            table.row(
                    parameter.name(),
                    parameter.shape().toString(),
                    Figures.significant(statistics.mean()),
                    Figures.significant(statistics.deviation()),
                    Figures.significant(statistics.least()),
                    Sparkline.histogram(statistics.histogram(), terminal.unicode()),
                    Figures.significant(statistics.greatest()));
        }
        return table.lines(terminal);
    }

    private record Statistics(double mean, double deviation, double least, double greatest, int[] histogram) {
        static Statistics of(float[] values, int from, int to) {
            double sum = 0;
            double squares = 0;
            double least = Double.POSITIVE_INFINITY;
            double greatest = Double.NEGATIVE_INFINITY;
            for (int index = from; index < to; index++) {
                sum += values[index];
                squares += (double) values[index] * values[index];
                least = Math.min(least, values[index]);
                greatest = Math.max(greatest, values[index]);
            }
            int count = to - from;
            double mean = sum / count;
            int[] histogram = new int[BINS];
            for (int index = from; index < to; index++) {
                double place = greatest > least ? (values[index] - least) / (greatest - least) : 0.5;
                histogram[(int) Math.clamp(place * BINS, 0, BINS - 1)]++;
            }
            return new Statistics(
                    mean, Math.sqrt(Math.max(0, squares / count - mean * mean)), least, greatest, histogram);
        }
    }

    private static List<String> provenance(Model model, Terminal terminal) {
        Table table = new Table().text("").text("");
        table.row("loss", model.loss().spec().toString());
        table.row("scaling", model.scaling().toString());
        model.provenance().forEach((key, value) -> {
            if (!value.contains("\n")) {
                table.row(key, value);
            }
        });
        return table.lines(terminal);
    }

    /** The weights of every unit of the first dense layer, when the input is a picture; all in one colour scale. */
    public static List<Picture> firstLayer(Model model) {
        List<Parameter> parameters = model.network().layout().parameters();
        int[] size = Pictures.size(model.network().input());
        if (size == null
                || parameters.isEmpty()
                || parameters.getFirst().shape().rank() != 2) {
            return List.of();
        }
        Parameter weight = parameters.getFirst();
        int inputs = weight.shape().dimension(0);
        int units = weight.shape().dimension(1);
        if (inputs != size[0] * size[1]) {
            return List.of();
        }
        float greatest = Float.MIN_NORMAL;
        for (int index = weight.offset(); index < weight.end(); index++) {
            greatest = Math.max(greatest, Math.abs(model.weights().values()[index]));
        }
        List<Picture> pictures = new ArrayList<>();
        for (int unit = 0; unit < units; unit++) {
            float[] pixels = new float[inputs];
            for (int input = 0; input < inputs; input++) {
                pixels[input] = model.weights().values()[weight.offset() + input * units + unit] / greatest;
            }
            pictures.add(new Picture(pixels, size[0], size[1], true));
        }
        return pictures;
    }
}
