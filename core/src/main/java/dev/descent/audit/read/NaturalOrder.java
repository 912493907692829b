package dev.descent.audit.read;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The order people number files in: {@code step2} before {@code step10}. */
final class NaturalOrder {
    static final Comparator<String> NAMES =
            Comparator.comparing(NaturalOrder::key).thenComparing(name -> name);
    static final Comparator<Path> PATHS =
            Comparator.comparing(path -> path.getFileName().toString(), NAMES);

    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final int WIDTH = 20;

    private NaturalOrder() {}

    /** The name with every number filled up with zeros. */
    private static String key(String name) {
        Matcher numbers = NUMBER.matcher(name);
        return numbers.replaceAll(found ->
                "0".repeat(Math.max(0, WIDTH - found.group().length())) + found.group());
    }
}
