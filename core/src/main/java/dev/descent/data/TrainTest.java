package dev.descent.data;

/**
 * A data set with its own test part.
 *
 * @param name what people call it: {@code mnist}
 * @param train to learn from
 * @param test to be judged by, never learned from
 */
public record TrainTest(String name, Dataset train, Dataset test) {}
