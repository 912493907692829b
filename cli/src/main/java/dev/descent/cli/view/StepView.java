package dev.descent.cli.view;

import dev.descent.cli.terminal.Figures;
import dev.descent.cli.terminal.Table;
import dev.descent.cli.terminal.Terminal;
import dev.descent.data.NdArray;
import dev.descent.trace.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The arrays of one step: a table of all, or one number by number. */
public final class StepView {
    private static final int SHOWN = 4;

    private StepView() {}

    /** One row per array: name, shape, least, mean and greatest value, the first few values. */
    public static List<String> table(Step step, Map<String, NdArray> arrays, Terminal terminal) {
        Table table = new Table()
                .text("step " + step.number())
                .text("shape")
                .number("least")
                .number("mean")
                .number("greatest")
                .text("first values");
        arrays.forEach((name, array) -> {
            double least = Double.POSITIVE_INFINITY;
            double greatest = Double.NEGATIVE_INFINITY;
            double sum = 0;
            for (int index = 0; index < array.size(); index++) {
                double value = array.get(index);
                least = Math.min(least, value);
                greatest = Math.max(greatest, value);
                sum += value;
            }
            table.row(
                    name,
                    shape(array),
                    Figures.significant(least),
                    Figures.significant(sum / array.size()),
                    Figures.significant(greatest),
                    first(array));
        });
        return table.lines(terminal);
    }

    private static String shape(NdArray array) {
        return array.rank() == 0
                ? "number"
                : Arrays.stream(array.shape()).mapToObj(Integer::toString).collect(Collectors.joining("×"));
    }

    private static String first(NdArray array) {
        List<String> values = new ArrayList<>();
        for (int index = 0; index < Math.min(SHOWN, array.size()); index++) {
            values.add(Figures.significant(array.get(index)));
        }
        return String.join(" ", values) + (array.size() > SHOWN ? " …" : "");
    }

    /** The array row by row, every number in its shortest exact form. */
    public static List<String> numbers(String name, NdArray array) {
        List<String> lines = new ArrayList<>();
        lines.add(name + " " + shape(array));
        int width = array.rank() == 0 ? 1 : array.dimension(array.rank() - 1);
        for (int from = 0; from < array.size(); from += width) {
            StringBuilder line = new StringBuilder();
            for (int index = from; index < from + width; index++) {
                double value = array.get(index);
                boolean isFloat = array.type() == NdArray.ElementType.FLOAT32;
                line.append(index == from ? "" : " ")
                        .append(isFloat ? Float.toString((float) value) : Double.toString(value));
            }
            lines.add(line.toString());
        }
        return lines;
    }
}
