package dev.descent.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Copies blocks of a and b into the order in which {@link Tiles} reads them: b in panels {@code [k, width]} one or two vectors
 * wide, a in panels {@code [k, 8]}, both without gaps. Columns of b that are missing are 0.
 *
 * <p>Edges are plain loops or bits that are cut off: masked vectors are no faster there, and hundreds of times slower until C2 has
 * compiled them.
 */
final class Panels {
    private static final VectorSpecies<Float> SPECIES = Tiles.SPECIES;
    private static final int LANES = Tiles.LANES;
    private static final int ROWS = Tiles.ROWS;

    /** Whether 8 floats fit a vector. */
    private static final boolean HAS_EIGHTS = LANES >= ROWS;

    private static final VectorSpecies<Float> EIGHT = HAS_EIGHTS ? FloatVector.SPECIES_256 : SPECIES;

    /** The lower halves of two vectors, element by element in turn. */
    static final IntVector LOWER = turns(0);

    /** The upper halves of two vectors, element by element in turn. */
    static final IntVector UPPER = turns(LANES / 2);

    /** All bits for a vector, then none for another: from an offset on, bits for all but as many lanes. */
    private static final int[] KEEP = new int[2 * LANES];

    static {
        Arrays.fill(KEEP, 0, LANES, -1);
    }

    private Panels() {}

    private static IntVector turns(int from) {
        int[] lanes = new int[LANES];
        for (int i = 0; i < LANES; i++) {
            lanes[i] = from + i / 2 + (i % 2) * LANES;
        }
        return IntVector.fromArray(IntVector.SPECIES_PREFERRED, lanes, 0);
    }

    /** {@code factor · b}, b {@code [k, columns]}, into a panel one or two vectors wide. */
    static void right(int k, int columns, float factor, float[] b, int bOffset, int bStride, float[] panel) {
        int width = columns > LANES ? 2 * LANES : LANES;
        // Rows of b from which whole vectors can be read.
        int whole = Math.clamp(Math.floorDiv(b.length - width - bOffset, Math.max(1, bStride)) + 1L, 0, k);
        if (columns == 2 * LANES) {
            whole(whole, factor, b, bOffset, bStride, panel);
        } else {
            cut(whole, columns, width, factor, b, bOffset, bStride, panel);
        }
        int from = bOffset + whole * bStride;
        for (int to = whole * width; to < k * width; to += width, from += bStride) {
            Arrays.fill(panel, to, to + width, 0);
            for (int j = 0; j < columns; j++) {
                panel[to + j] = factor * b[from + j];
            }
        }
    }

    /** Rows of two vectors. */
    private static void whole(int rows, float factor, float[] b, int bOffset, int bStride, float[] panel) {
        int from = bOffset;
        for (int to = 0; to < rows * 2 * LANES; to += 2 * LANES, from += bStride) {
            FloatVector left = FloatVector.fromArray(SPECIES, b, from);
            FloatVector right = FloatVector.fromArray(SPECIES, b, from + LANES);
            left.mul(factor).intoArray(panel, to);
            right.mul(factor).intoArray(panel, to + LANES);
        }
    }

    /** Rows of one vector or two, what is beyond the columns set to 0; all of them can be read. */
    private static void cut(
            int rows, int columns, int width, float factor, float[] b, int bOffset, int bStride, float[] panel) {
        int last = width - LANES;
        IntVector keep = IntVector.fromArray(IntVector.SPECIES_PREFERRED, KEEP, width - columns);
        int from = bOffset;
        for (int to = 0; to < rows * width; to += width, from += bStride) {
            FloatVector.fromArray(SPECIES, b, from).mul(factor).intoArray(panel, to);
            FloatVector.fromArray(SPECIES, b, from + last)
                    .mul(factor)
                    .reinterpretAsInts()
                    .and(keep)
                    .reinterpretAsFloats()
                    .intoArray(panel, to + last);
        }
    }

    /** bᵀ, that is b {@code [columns, k]}, into a panel of that width. */
    static void rightTransposed(
            int k, int columns, int width, float[] b, int bOffset, int bStride, float[] panel, float[] scratch) {
        transpose(k, columns, b, bOffset, bStride, panel, 0, width, scratch);
        for (int j = columns; j < width; j++) {
            for (int to = j; to < k * width; to += width) {
                panel[to] = 0;
            }
        }
    }

    /** b {@code [columns, k]} to {@code [k, columns]}, rows of which lie toStride apart; scratch holds {@code [k, 8]}. */
    static void transpose(
            int k,
            int columns,
            float[] b,
            int bOffset,
            int bStride,
            float[] to,
            int toOffset,
            int toStride,
            float[] scratch) {
        int j = 0;
        for (; HAS_EIGHTS && j + ROWS <= columns && k >= LANES; j += ROWS) {
            left(k, b, bOffset + j * bStride, bStride, scratch, 0);
            int at = toOffset + j;
            for (int p = 0; p < k; p++, at += toStride) {
                FloatVector.fromArray(EIGHT, scratch, p * ROWS).intoArray(to, at);
            }
        }
        for (; j < columns; j++) {
            int row = bOffset + j * bStride;
            int at = toOffset + j;
            for (int p = 0; p < k; p++, at += toStride) {
                to[at] = b[row + p];
            }
        }
    }

    /** 8 rows of aᵀ, that is a {@code [k, ≥ 8]}, into a panel. */
    static void leftTransposed(int k, float[] a, int aOffset, int aStride, float[] panel, int panelOffset) {
        int from = aOffset;
        int to = panelOffset;
        for (int p = 0; p < k; p++, from += aStride, to += ROWS) {
            if (HAS_EIGHTS) {
                FloatVector.fromArray(EIGHT, a, from).intoArray(panel, to);
            } else {
                System.arraycopy(a, from, panel, to, ROWS);
            }
        }
    }

    /**
     * 8 rows of a {@code [8, k]} into a panel: three times the upper four of eight vectors are dealt out in turn with the
     * lower four, after which elements of all eight follow each other.
     */
    static void left(int k, float[] a, int aOffset, int aStride, float[] panel, int panelOffset) {
        IntVector lower = LOWER;
        IntVector upper = UPPER;
        int p = 0;
        for (; p + LANES <= k; p += LANES) {
            int row = aOffset + p;
            IntVector r0 = FloatVector.fromArray(SPECIES, a, row).reinterpretAsInts();
            IntVector r1 = FloatVector.fromArray(SPECIES, a, row + aStride).reinterpretAsInts();
            IntVector r2 = FloatVector.fromArray(SPECIES, a, row + 2 * aStride).reinterpretAsInts();
            IntVector r3 = FloatVector.fromArray(SPECIES, a, row + 3 * aStride).reinterpretAsInts();
            IntVector r4 = FloatVector.fromArray(SPECIES, a, row + 4 * aStride).reinterpretAsInts();
            IntVector r5 = FloatVector.fromArray(SPECIES, a, row + 5 * aStride).reinterpretAsInts();
            IntVector r6 = FloatVector.fromArray(SPECIES, a, row + 6 * aStride).reinterpretAsInts();
            IntVector r7 = FloatVector.fromArray(SPECIES, a, row + 7 * aStride).reinterpretAsInts();
            IntVector s0 = lower.selectFrom(r0, r4);
            IntVector s1 = upper.selectFrom(r0, r4);
            IntVector s2 = lower.selectFrom(r1, r5);
            IntVector s3 = upper.selectFrom(r1, r5);
            IntVector s4 = lower.selectFrom(r2, r6);
            IntVector s5 = upper.selectFrom(r2, r6);
            IntVector s6 = lower.selectFrom(r3, r7);
            IntVector s7 = upper.selectFrom(r3, r7);
            r0 = lower.selectFrom(s0, s4);
            r1 = upper.selectFrom(s0, s4);
            r2 = lower.selectFrom(s1, s5);
            r3 = upper.selectFrom(s1, s5);
            r4 = lower.selectFrom(s2, s6);
            r5 = upper.selectFrom(s2, s6);
            r6 = lower.selectFrom(s3, s7);
            r7 = upper.selectFrom(s3, s7);
            int to = panelOffset + p * ROWS;
            lower.selectFrom(r0, r4).reinterpretAsFloats().intoArray(panel, to);
            upper.selectFrom(r0, r4).reinterpretAsFloats().intoArray(panel, to + LANES);
            lower.selectFrom(r1, r5).reinterpretAsFloats().intoArray(panel, to + 2 * LANES);
            upper.selectFrom(r1, r5).reinterpretAsFloats().intoArray(panel, to + 3 * LANES);
            lower.selectFrom(r2, r6).reinterpretAsFloats().intoArray(panel, to + 4 * LANES);
            upper.selectFrom(r2, r6).reinterpretAsFloats().intoArray(panel, to + 5 * LANES);
            lower.selectFrom(r3, r7).reinterpretAsFloats().intoArray(panel, to + 6 * LANES);
            upper.selectFrom(r3, r7).reinterpretAsFloats().intoArray(panel, to + 7 * LANES);
        }
        leftEdge(ROWS, p, k, a, aOffset, aStride, panel, panelOffset);
    }

    /** Fewer than 8 rows, or fewer columns than a vector, from column {@code p} on; rows that are missing keep what was there. */
    static void leftEdge(
            int rows, int from, int k, float[] a, int aOffset, int aStride, float[] panel, int panelOffset) {
        for (int p = from; p < k; p++) {
            for (int row = 0; row < rows; row++) {
                panel[panelOffset + p * ROWS + row] = a[aOffset + row * aStride + p];
            }
        }
    }

    /** Copies a block as it is; for the edges of c, where vectors would reach too far. */
    static void copy(
            int rows,
            int columns,
            float[] from,
            int fromOffset,
            int fromStride,
            float[] to,
            int toOffset,
            int toStride) {
        for (int row = 0; row < rows; row++) {
            int source = fromOffset + row * fromStride;
            int target = toOffset + row * toStride;
            for (int column = 0; column < columns; column++) {
                to[target + column] = from[source + column];
            }
        }
    }
}
