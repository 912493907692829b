package dev.descent.kernel;

/**
 * Where numbers lie in lines of the cache. A Java array's numbers begin 16 bytes after the array; where the JVM begins arrays at lines
 * ({@code -XX:ObjectAlignmentInBytes=64}, as ./descent does), what begins {@link #LEAD} floats into an array begins a line, and vectors
 * are one line each instead of parts of two. Without that option nothing is lost but speed.
 */
public final class Alignment {
    /** Unused floats before the first one that matters. */
    public static final int LEAD = 12;

    private Alignment() {}
}
