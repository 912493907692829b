package dev.descent.bench;

import io.avaje.jsonb.Jsonb;
import java.util.Map;

/**
 * One figure from one process.
 *
 * @param peer who was measured
 * @param threads on how many threads
 * @param figure what was measured
 * @param value in the figure's unit
 */
record Measurement(String peer, int threads, Figure figure, double value) {
    private static final Jsonb JSON = Jsonb.instance();

    /** Reads a line of the file of raw figures. */
    static Measurement parse(String line) {
        if (!(JSON.type(Object.class).fromJson(line) instanceof Map<?, ?> fields)) {
            throw new IllegalArgumentException(
                    "the file of raw figures has one JSON object a line, but one is: " + line);
        }
        return parse(text(fields, "peer"), (int) number(fields, "threads"), line);
    }

    /** Reads a line as the measured programs print it. */
    static Measurement parse(String peer, int threads, String line) {
        if (!(JSON.type(Object.class).fromJson(line) instanceof Map<?, ?> fields)) {
            throw new IllegalArgumentException(
                    "a measured program prints JSON objects, but %s printed: %s".formatted(peer, line));
        }
        Figure figure = new Figure(
                text(fields, "task"), text(fields, "network"), (int) number(fields, "batch"), text(fields, "quantity"));
        return new Measurement(peer, threads, figure, number(fields, "value"));
    }

    /** A line for the file of raw figures. */
    String json(int round) {
        return "{\"peer\":\"%s\",\"threads\":%d,\"round\":%d,\"task\":\"%s\",\"network\":\"%s\",\"batch\":%d,\"quantity\":\"%s\",\"value\":%s}"
                .formatted(
                        peer,
                        threads,
                        round,
                        figure.task(),
                        figure.network(),
                        figure.batch(),
                        figure.quantity(),
                        value);
    }

    private static String text(Map<?, ?> fields, String key) {
        if (fields.get(key) instanceof String text) {
            return text;
        }
        throw missing(fields, key);
    }

    private static double number(Map<?, ?> fields, String key) {
        if (fields.get(key) instanceof Number number) {
            return number.doubleValue();
        }
        throw missing(fields, key);
    }

    private static IllegalArgumentException missing(Map<?, ?> fields, String key) {
        return new IllegalArgumentException("a figure needs '%s', got %s".formatted(key, fields));
    }
}
