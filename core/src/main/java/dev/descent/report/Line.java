package dev.descent.report;

/**
 * A line of somebody's program: what it computes and what it should, in NumPy notation with the program's own names.
 *
 * @param variable what it assigns
 * @param computes what it computes now, found by reproducing its numbers
 * @param should what it should compute
 */
public record Line(String variable, String computes, String should) {
    /** To be put in its place. */
    public String mended() {
        return variable + " = " + should;
    }
}
