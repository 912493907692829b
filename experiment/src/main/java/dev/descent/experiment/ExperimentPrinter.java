package dev.descent.experiment;

import dev.descent.spec.Spec;
import dev.descent.spec.Value;
import dev.descent.train.Experiment;
import dev.descent.train.Field;
import dev.descent.train.Fields;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Prints an experiment as the YAML that people write. */
final class ExperimentPrinter {
    /** Fields printed even where they have their default: those that a reader looks for first. */
    private static final Set<String> ALWAYS = Set.of(
            "name",
            "data.source",
            "network.layers",
            "loss",
            "optimizer",
            "learning-rate",
            "schedule",
            "reduction",
            "batch",
            "epochs",
            "seed");

    /** What YAML reads as itself: no leading sign of its own, no {@code ": "}, no {@code " #"}. */
    private static final Pattern PLAIN =
            Pattern.compile("(?!- |\\? )[\\p{L}\\p{N}./_~(+-](?:[^\\p{Cntrl}:#\"]*[^\\p{Cntrl}:#\" ])?");

    private ExperimentPrinter() {}

    static String print(Experiment experiment) {
        StringBuilder yaml = new StringBuilder();
        String group = "";
        for (Field field : Fields.ALL) {
            if (!ALWAYS.contains(field.name()) && field.isStandard(experiment)) {
                continue;
            }
            String[] parts = field.name().split("\\.");
            boolean nested = parts.length > 1;
            if (nested && !parts[0].equals(group)) {
                yaml.append(parts[0]).append(":\n");
            }
            group = nested ? parts[0] : "";
            String indent = nested ? "  " : "";
            yaml.append(indent).append(parts[parts.length - 1]).append(':');
            append(yaml, indent, field.get(experiment));
        }
        return yaml.toString();
    }

    private static void append(StringBuilder yaml, String indent, Value value) {
        if (value instanceof Value.Items(List<Value> values) && values.stream().anyMatch(Spec.class::isInstance)) {
            yaml.append('\n');
            for (Value element : values) {
                yaml.append(indent).append("  - ").append(scalar(element)).append('\n');
            }
        } else if (value instanceof Value.Items) {
            yaml.append(' ').append(value).append('\n');
        } else {
            yaml.append(' ').append(scalar(value)).append('\n');
        }
    }

    private static String scalar(Value value) {
        String text = value instanceof Value.Text(String plain) ? plain : value.toString();
        return PLAIN.matcher(text).matches() ? text : quote(text);
    }

    private static String quote(String text) {
        String escaped = text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\t", "\\t");
        return '"' + escaped + '"';
    }
}
