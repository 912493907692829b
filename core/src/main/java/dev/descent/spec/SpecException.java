package dev.descent.spec;

import org.jspecify.annotations.Nullable;

/** A spec that cannot be read or means nothing: one sentence, and where in the text it went wrong. */
public final class SpecException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String problem;
    private final @Nullable String source;
    private final int offset;

    /**
     * @param problem one sentence without its place
     * @param source the whole text that was read, or null when the spec was not read from text
     * @param offset index of the first wrong character in {@code source}, from 0
     */
    public SpecException(String problem, @Nullable String source, int offset) {
        super(source == null ? problem : "%s (character %d of '%s')".formatted(problem, offset + 1, source));
        this.problem = problem;
        this.source = source;
        this.offset = offset;
    }

    /** The sentence alone, for readers that name the place by line and column. */
    public String problem() {
        return problem;
    }

    public @Nullable String source() {
        return source;
    }

    /** Index of the first wrong character in {@link #source()}, from 0. */
    public int offset() {
        return offset;
    }
}
