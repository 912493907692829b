package dev.descent.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Copies blocks of a and b into the order in which {@link PanelTiles} reads them: b in panels {@code [k, width]} one or two vectors
 * wide, a in panels {@code [k, 4]}, both without gaps. Columns of b that are missing are 0.
 *
 * <p>Edges are plain loops or bits that are cut off: masked vectors are no faster there, and hundreds of times slower until C2 has
 * compiled them.
 */
final class Panels {
    private static final VectorSpecies<Float> SPECIES = Tiles.SPECIES;
    private static final int LANES = Tiles.LANES;
    private static final int QUAD = PanelTiles.QUAD;
    static final int EIGHT = 8;
    private static final int SIXTEEN = 16;

    /** Whether 8 floats fit a vector. */
    private static final boolean HAS_EIGHTS = LANES >= EIGHT;

    private static final VectorSpecies<Float> OF_EIGHT = HAS_EIGHTS ? FloatVector.SPECIES_256 : SPECIES;

    private static final VectorSpecies<Float> OF_FOUR = FloatVector.SPECIES_128;

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
    static void right(
            int k, int columns, float factor, float[] b, int bOffset, int bStride, float[] panel, int panelOffset) {
        int width = columns > LANES ? 2 * LANES : LANES;
        // Rows of b from which whole vectors can be read.
        int whole = Math.clamp(Math.floorDiv(b.length - width - bOffset, Math.max(1, bStride)) + 1L, 0, k);
        if (columns == 2 * LANES) {
            whole(whole, factor, b, bOffset, bStride, panel, panelOffset);
        } else {
            cut(whole, columns, width, factor, b, bOffset, bStride, panel, panelOffset);
        }
        int from = bOffset + whole * bStride;
        int end = panelOffset + k * width;
        for (int to = panelOffset + whole * width; to < end; to += width, from += bStride) {
            Arrays.fill(panel, to, to + width, 0);
            for (int j = 0; j < columns; j++) {
                panel[to + j] = factor * b[from + j];
            }
        }
    }

    /** Rows of two vectors. */
    private static void whole(
            int rows, float factor, float[] b, int bOffset, int bStride, float[] panel, int panelOffset) {
        int from = bOffset;
        int end = panelOffset + rows * 2 * LANES;
        for (int to = panelOffset; to < end; to += 2 * LANES, from += bStride) {
            FloatVector left = FloatVector.fromArray(SPECIES, b, from);
            FloatVector right = FloatVector.fromArray(SPECIES, b, from + LANES);
            left.mul(factor).intoArray(panel, to);
            right.mul(factor).intoArray(panel, to + LANES);
        }
    }

    /** Rows of one vector or two, what is beyond the columns set to 0; all of them can be read. */
    private static void cut(
            int rows,
            int columns,
            int width,
            float factor,
            float[] b,
            int bOffset,
            int bStride,
            float[] panel,
            int panelOffset) {
        int last = width - LANES;
        IntVector keep = IntVector.fromArray(IntVector.SPECIES_PREFERRED, KEEP, width - columns);
        int from = bOffset;
        int end = panelOffset + rows * width;
        for (int to = panelOffset; to < end; to += width, from += bStride) {
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
            int k,
            int columns,
            int width,
            float[] b,
            int bOffset,
            int bStride,
            float[] panel,
            int panelOffset,
            float[] scratch) {
        // Whole vectors where b has them; a panel has room for what they write beyond.
        int whole = Math.ceilDiv(k, LANES) * LANES;
        boolean isThere = bOffset + (columns - 1) * bStride + whole <= b.length;
        transpose(isThere ? whole : k, columns, b, bOffset, bStride, panel, panelOffset, width, scratch);
        for (int j = columns; j < width; j++) {
            for (int to = panelOffset + j; to < panelOffset + k * width; to += width) {
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
        int whole = LANES == SIXTEEN ? k - k % SIXTEEN : 0;
        for (; whole > 0 && j + SIXTEEN <= columns; j += SIXTEEN) {
            for (int p = 0; p < whole; p += SIXTEEN) {
                sixteen(b, bOffset + j * bStride + p, bStride, to, toOffset + p * toStride + j, toStride);
            }
            plain(SIXTEEN, whole, k, b, bOffset + j * bStride, bStride, to, toOffset + j, toStride);
        }
        for (; HAS_EIGHTS && j + EIGHT <= columns && k >= LANES; j += EIGHT) {
            eight(k, b, bOffset + j * bStride, bStride, scratch, 0);
            int at = toOffset + j;
            for (int p = 0; p < k; p++, at += toStride) {
                FloatVector.fromArray(OF_EIGHT, scratch, p * EIGHT).intoArray(to, at);
            }
        }
        plain(columns - j, 0, k, b, bOffset + j * bStride, bStride, to, toOffset + j, toStride);
    }

    /** Element by element: columns {@code from … k − 1} of some rows of b. */
    private static void plain(
            int rows, int from, int k, float[] b, int bOffset, int bStride, float[] to, int toOffset, int toStride) {
        for (int p = from; p < k; p++) {
            int at = toOffset + p * toStride;
            for (int row = 0; row < rows; row++) {
                to[at + row] = b[bOffset + row * bStride + p];
            }
        }
    }

    /** 16 × 16 elements, four times dealt out in turn, after which columns are rows. */
    private static void sixteen(float[] b, int bOffset, int bStride, float[] to, int toOffset, int toStride) {
        IntVector lower = LOWER;
        IntVector upper = UPPER;
        IntVector r0 = FloatVector.fromArray(SPECIES, b, bOffset).reinterpretAsInts();
        IntVector r1 = FloatVector.fromArray(SPECIES, b, bOffset + bStride).reinterpretAsInts();
        IntVector r2 = FloatVector.fromArray(SPECIES, b, bOffset + 2 * bStride).reinterpretAsInts();
        IntVector r3 = FloatVector.fromArray(SPECIES, b, bOffset + 3 * bStride).reinterpretAsInts();
        IntVector r4 = FloatVector.fromArray(SPECIES, b, bOffset + 4 * bStride).reinterpretAsInts();
        IntVector r5 = FloatVector.fromArray(SPECIES, b, bOffset + 5 * bStride).reinterpretAsInts();
        IntVector r6 = FloatVector.fromArray(SPECIES, b, bOffset + 6 * bStride).reinterpretAsInts();
        IntVector r7 = FloatVector.fromArray(SPECIES, b, bOffset + 7 * bStride).reinterpretAsInts();
        IntVector r8 = FloatVector.fromArray(SPECIES, b, bOffset + 8 * bStride).reinterpretAsInts();
        IntVector r9 = FloatVector.fromArray(SPECIES, b, bOffset + 9 * bStride).reinterpretAsInts();
        IntVector r10 =
                FloatVector.fromArray(SPECIES, b, bOffset + 10 * bStride).reinterpretAsInts();
        IntVector r11 =
                FloatVector.fromArray(SPECIES, b, bOffset + 11 * bStride).reinterpretAsInts();
        IntVector r12 =
                FloatVector.fromArray(SPECIES, b, bOffset + 12 * bStride).reinterpretAsInts();
        IntVector r13 =
                FloatVector.fromArray(SPECIES, b, bOffset + 13 * bStride).reinterpretAsInts();
        IntVector r14 =
                FloatVector.fromArray(SPECIES, b, bOffset + 14 * bStride).reinterpretAsInts();
        IntVector r15 =
                FloatVector.fromArray(SPECIES, b, bOffset + 15 * bStride).reinterpretAsInts();
        IntVector s0 = lower.selectFrom(r0, r8);
        IntVector s1 = upper.selectFrom(r0, r8);
        IntVector s2 = lower.selectFrom(r1, r9);
        IntVector s3 = upper.selectFrom(r1, r9);
        IntVector s4 = lower.selectFrom(r2, r10);
        IntVector s5 = upper.selectFrom(r2, r10);
        IntVector s6 = lower.selectFrom(r3, r11);
        IntVector s7 = upper.selectFrom(r3, r11);
        IntVector s8 = lower.selectFrom(r4, r12);
        IntVector s9 = upper.selectFrom(r4, r12);
        IntVector s10 = lower.selectFrom(r5, r13);
        IntVector s11 = upper.selectFrom(r5, r13);
        IntVector s12 = lower.selectFrom(r6, r14);
        IntVector s13 = upper.selectFrom(r6, r14);
        IntVector s14 = lower.selectFrom(r7, r15);
        IntVector s15 = upper.selectFrom(r7, r15);
        IntVector t0 = lower.selectFrom(s0, s8);
        IntVector t1 = upper.selectFrom(s0, s8);
        IntVector t2 = lower.selectFrom(s1, s9);
        IntVector t3 = upper.selectFrom(s1, s9);
        IntVector t4 = lower.selectFrom(s2, s10);
        IntVector t5 = upper.selectFrom(s2, s10);
        IntVector t6 = lower.selectFrom(s3, s11);
        IntVector t7 = upper.selectFrom(s3, s11);
        IntVector t8 = lower.selectFrom(s4, s12);
        IntVector t9 = upper.selectFrom(s4, s12);
        IntVector t10 = lower.selectFrom(s5, s13);
        IntVector t11 = upper.selectFrom(s5, s13);
        IntVector t12 = lower.selectFrom(s6, s14);
        IntVector t13 = upper.selectFrom(s6, s14);
        IntVector t14 = lower.selectFrom(s7, s15);
        IntVector t15 = upper.selectFrom(s7, s15);
        IntVector u0 = lower.selectFrom(t0, t8);
        IntVector u1 = upper.selectFrom(t0, t8);
        IntVector u2 = lower.selectFrom(t1, t9);
        IntVector u3 = upper.selectFrom(t1, t9);
        IntVector u4 = lower.selectFrom(t2, t10);
        IntVector u5 = upper.selectFrom(t2, t10);
        IntVector u6 = lower.selectFrom(t3, t11);
        IntVector u7 = upper.selectFrom(t3, t11);
        IntVector u8 = lower.selectFrom(t4, t12);
        IntVector u9 = upper.selectFrom(t4, t12);
        IntVector u10 = lower.selectFrom(t5, t13);
        IntVector u11 = upper.selectFrom(t5, t13);
        IntVector u12 = lower.selectFrom(t6, t14);
        IntVector u13 = upper.selectFrom(t6, t14);
        IntVector u14 = lower.selectFrom(t7, t15);
        IntVector u15 = upper.selectFrom(t7, t15);
        IntVector v0 = lower.selectFrom(u0, u8);
        IntVector v1 = upper.selectFrom(u0, u8);
        IntVector v2 = lower.selectFrom(u1, u9);
        IntVector v3 = upper.selectFrom(u1, u9);
        IntVector v4 = lower.selectFrom(u2, u10);
        IntVector v5 = upper.selectFrom(u2, u10);
        IntVector v6 = lower.selectFrom(u3, u11);
        IntVector v7 = upper.selectFrom(u3, u11);
        IntVector v8 = lower.selectFrom(u4, u12);
        IntVector v9 = upper.selectFrom(u4, u12);
        IntVector v10 = lower.selectFrom(u5, u13);
        IntVector v11 = upper.selectFrom(u5, u13);
        IntVector v12 = lower.selectFrom(u6, u14);
        IntVector v13 = upper.selectFrom(u6, u14);
        IntVector v14 = lower.selectFrom(u7, u15);
        IntVector v15 = upper.selectFrom(u7, u15);
        v0.reinterpretAsFloats().intoArray(to, toOffset);
        v1.reinterpretAsFloats().intoArray(to, toOffset + toStride);
        v2.reinterpretAsFloats().intoArray(to, toOffset + 2 * toStride);
        v3.reinterpretAsFloats().intoArray(to, toOffset + 3 * toStride);
        v4.reinterpretAsFloats().intoArray(to, toOffset + 4 * toStride);
        v5.reinterpretAsFloats().intoArray(to, toOffset + 5 * toStride);
        v6.reinterpretAsFloats().intoArray(to, toOffset + 6 * toStride);
        v7.reinterpretAsFloats().intoArray(to, toOffset + 7 * toStride);
        v8.reinterpretAsFloats().intoArray(to, toOffset + 8 * toStride);
        v9.reinterpretAsFloats().intoArray(to, toOffset + 9 * toStride);
        v10.reinterpretAsFloats().intoArray(to, toOffset + 10 * toStride);
        v11.reinterpretAsFloats().intoArray(to, toOffset + 11 * toStride);
        v12.reinterpretAsFloats().intoArray(to, toOffset + 12 * toStride);
        v13.reinterpretAsFloats().intoArray(to, toOffset + 13 * toStride);
        v14.reinterpretAsFloats().intoArray(to, toOffset + 14 * toStride);
        v15.reinterpretAsFloats().intoArray(to, toOffset + 15 * toStride);
    }

    /** Rows of aᵀ, a multiple of 4, that is a {@code [k, ≥ rows]}, into panels. */
    static void leftTransposed(int rows, int k, float[] a, int aOffset, int aStride, float[] panels) {
        int i = 0;
        // Four panels at a time, as they share the cache lines of a.
        for (; i + 4 * QUAD <= rows; i += 4 * QUAD) {
            int from = aOffset + i;
            int to = i * k;
            for (int p = 0; p < k; p++, from += aStride, to += QUAD) {
                FloatVector.fromArray(OF_FOUR, a, from).intoArray(panels, to);
                FloatVector.fromArray(OF_FOUR, a, from + QUAD).intoArray(panels, to + QUAD * k);
                FloatVector.fromArray(OF_FOUR, a, from + 2 * QUAD).intoArray(panels, to + 2 * QUAD * k);
                FloatVector.fromArray(OF_FOUR, a, from + 3 * QUAD).intoArray(panels, to + 3 * QUAD * k);
            }
        }
        for (; i < rows; i += QUAD) {
            int from = aOffset + i;
            int to = i * k;
            for (int p = 0; p < k; p++, from += aStride, to += QUAD) {
                FloatVector.fromArray(OF_FOUR, a, from).intoArray(panels, to);
            }
        }
    }

    /**
     * 4 rows of a {@code [4, k]} into a panel: twice the elements of two vectors are dealt out in turn, after which those of all four
     * follow each other.
     */
    static void quad(int k, float[] a, int aOffset, int aStride, float[] panel, int panelOffset) {
        IntVector lower = LOWER;
        IntVector upper = UPPER;
        int p = 0;
        for (; p + LANES <= k; p += LANES) {
            int row = aOffset + p;
            IntVector r0 = FloatVector.fromArray(SPECIES, a, row).reinterpretAsInts();
            IntVector r1 = FloatVector.fromArray(SPECIES, a, row + aStride).reinterpretAsInts();
            IntVector r2 = FloatVector.fromArray(SPECIES, a, row + 2 * aStride).reinterpretAsInts();
            IntVector r3 = FloatVector.fromArray(SPECIES, a, row + 3 * aStride).reinterpretAsInts();
            IntVector s0 = lower.selectFrom(r0, r2);
            IntVector s1 = upper.selectFrom(r0, r2);
            IntVector s2 = lower.selectFrom(r1, r3);
            IntVector s3 = upper.selectFrom(r1, r3);
            int to = panelOffset + p * QUAD;
            lower.selectFrom(s0, s2).reinterpretAsFloats().intoArray(panel, to);
            upper.selectFrom(s0, s2).reinterpretAsFloats().intoArray(panel, to + LANES);
            lower.selectFrom(s1, s3).reinterpretAsFloats().intoArray(panel, to + 2 * LANES);
            upper.selectFrom(s1, s3).reinterpretAsFloats().intoArray(panel, to + 3 * LANES);
        }
        edge(QUAD, QUAD, p, k, a, aOffset, aStride, panel, panelOffset);
    }

    /** Up to 4 rows into a panel; rows that are missing keep what was there. */
    static void quadEdge(int rows, int k, float[] a, int aOffset, int aStride, float[] panel, int panelOffset) {
        edge(rows, QUAD, 0, k, a, aOffset, aStride, panel, panelOffset);
    }

    /**
     * 8 rows of a {@code [8, k]} to {@code [k, 8]}: three times the upper four of eight vectors are dealt out in turn with the
     * lower four, after which elements of all eight follow each other.
     */
    private static void eight(int k, float[] a, int aOffset, int aStride, float[] panel, int panelOffset) {
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
            int to = panelOffset + p * EIGHT;
            lower.selectFrom(r0, r4).reinterpretAsFloats().intoArray(panel, to);
            upper.selectFrom(r0, r4).reinterpretAsFloats().intoArray(panel, to + LANES);
            lower.selectFrom(r1, r5).reinterpretAsFloats().intoArray(panel, to + 2 * LANES);
            upper.selectFrom(r1, r5).reinterpretAsFloats().intoArray(panel, to + 3 * LANES);
            lower.selectFrom(r2, r6).reinterpretAsFloats().intoArray(panel, to + 4 * LANES);
            upper.selectFrom(r2, r6).reinterpretAsFloats().intoArray(panel, to + 5 * LANES);
            lower.selectFrom(r3, r7).reinterpretAsFloats().intoArray(panel, to + 6 * LANES);
            upper.selectFrom(r3, r7).reinterpretAsFloats().intoArray(panel, to + 7 * LANES);
        }
        edge(EIGHT, EIGHT, p, k, a, aOffset, aStride, panel, panelOffset);
    }

    /** Fewer rows than a panel has, or fewer columns than a vector, from a column on. */
    private static void edge(
            int rows, int high, int from, int k, float[] a, int aOffset, int aStride, float[] panel, int panelOffset) {
        for (int p = from; p < k; p++) {
            for (int row = 0; row < rows; row++) {
                panel[panelOffset + p * high + row] = a[aOffset + row * aStride + p];
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
