package dev.descent.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A group of figures measured by one process of each peer. */
enum Task {
    /** From process start to the end of the first training step. */
    START,
    /** Training, answering and one-image latency of the dense networks A, B and C. */
    DENSE,
    /** The same of the convolutional networks. */
    CONVOLUTION,
    /** From process start to test accuracies, 784-256-10. */
    ACCURACY,
    /** From process start to test accuracies, LeNet. */
    ACCURACY_LENET,
    /** Matrix products in the shapes of training. */
    PRODUCT,
    /** What the machine can do: multiply-adds in registers, copies in memory. */
    MACHINE;

    /** As on the command line and as first argument of every program. */
    String argument() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Task parse(String text) {
        return Arrays.stream(values())
                .filter(task -> task.argument().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no group of figures '%s', only %s"
                        .formatted(
                                text,
                                Arrays.stream(values()).map(Task::argument).collect(Collectors.joining(", ")))));
    }
}
