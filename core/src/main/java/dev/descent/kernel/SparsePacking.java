package dev.descent.kernel;

import dev.descent.kernel.SparseBatch.Part;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Turns dense rows, and the bytes of {@link SparseRows}, into the parts of a {@link SparseBatch}, a vector at a time. */
final class SparsePacking {
    private static final VectorSpecies<Float> SPECIES = Tiles.SPECIES;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LANES = Tiles.LANES;

    /** Bytes become vectors of sixteen floats. */
    static final boolean READS_BYTES = LANES == 16;

    /** 0, 1, 2, … */
    private static final IntVector INDEX = IntVector.broadcast(INTS, 0).addIndex(1);

    /** Of the elements of a vector: which quad each belongs to, and which of its columns it is. */
    private static final VectorShuffle<Integer> QUAD_OF_ELEMENT =
            VectorShuffle.fromOp(INTS, lane -> lane / SparseRows.QUAD);

    private static final IntVector COLUMN_IN_QUAD = INDEX.and(SparseRows.QUAD - 1);

    private SparsePacking() {}

    /** Appends what is not zero of whole vectors of columns, in pictures half of them nothing; returns the place behind it. */
    static int packRow(float[] source, int offset, int from, int until, Part to, int first) {
        int place = first;
        for (int column = from; column + LANES <= until; column += LANES) {
            FloatVector raw = FloatVector.fromArray(SPECIES, source, offset + column);
            VectorMask<Float> isThere = raw.compare(VectorOperators.NE, 0);
            if (isThere.anyTrue()) {
                INDEX.add(column).compress(isThere.cast(INTS)).intoArray(to.columns, place);
                raw.compress(isThere).intoArray(to.values, place);
                place += isThere.trueCount();
            }
        }
        return place;
    }

    /** Appends what is not zero of some quads; returns the place behind it. */
    static int elements(SparseRows rows, int start, int stop, Part to, int first) {
        int place = first;
        for (int quad = start; quad < stop; quad += 4) {
            FloatVector values = floats(rows, quad);
            VectorMask<Float> isThere = values.compare(VectorOperators.NE, 0);
            if (quad + 4 > stop) {
                isThere = isThere.and(SPECIES.indexInRange(0, 4 * (stop - quad)));
            }
            columns(rows, quad)
                    .rearrange(QUAD_OF_ELEMENT)
                    .add(COLUMN_IN_QUAD)
                    .compress(isThere.cast(INTS))
                    .intoArray(to.columns, place);
            values.compress(isThere).intoArray(to.values, place);
            place += isThere.trueCount();
        }
        return place;
    }

    /** Writes some quads from a place on; returns the place behind them. */
    static int quads(SparseRows rows, int start, int stop, Part to, int first) {
        for (int quad = start; quad < stop; quad += 16) {
            columns(rows, quad).intoArray(to.columns, first + quad - start);
        }
        for (int quad = start; quad < stop; quad += 4) {
            floats(rows, quad).intoArray(to.values, SparseRows.QUAD * (first + quad - start));
        }
        return first + stop - start;
    }

    /** The columns of sixteen quads. */
    private static IntVector columns(SparseRows rows, int quad) {
        return (IntVector) ShortVector.fromCharArray(ShortVector.SPECIES_256, rows.columns, quad)
                .convertShape(VectorOperators.ZERO_EXTEND_S2I, IntVector.SPECIES_512, 0);
    }

    /** The values of four quads. */
    private static FloatVector floats(SparseRows rows, int quad) {
        return ((FloatVector) ByteVector.fromArray(ByteVector.SPECIES_128, rows.values, SparseRows.QUAD * quad)
                        .convertShape(VectorOperators.ZERO_EXTEND_B2I, IntVector.SPECIES_512, 0)
                        .convert(VectorOperators.I2F, 0))
                .mul(rows.factor);
    }
}
