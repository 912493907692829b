package dev.descent.cli.json;

import io.avaje.jsonb.Jsonb;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Prints records as JSON, one a line, each whole before the next begins. */
public final class JsonLines {
    private final PrintStream out;
    private final Jsonb json = Jsonb.builder().serializeNulls(true).build();

    public JsonLines(PrintStream out) {
        this.out = out;
    }

    /** @param line one of this package's records */
    public void print(Object line) {
        out.println(json.toJson(line));
    }

    /** The number, or null where JSON has no word for it. */
    public static @Nullable Double number(double value) {
        return Double.isFinite(value) ? value : null;
    }

    /** The numbers, each as {@link #number}. */
    public static @Nullable Double[] numbers(float[] values) {
        @Nullable Double[] numbers = new Double[values.length];
        for (int index = 0; index < values.length; index++) {
            // Through its shortest decimal form, so that 0.1f reads 0.1 and not 0.10000000149011612.
            numbers[index] = Float.isFinite(values[index]) ? Double.valueOf(Float.toString(values[index])) : null;
        }
        return numbers;
    }
}
