package dev.descent.data;

/**
 * Random numbers by counter: the number at a counter depends only on (seed, purpose, stream, counter), so any thread may
 * ask for any of them in any order and get the same bits (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2,
 * 3"). The mixing function is SplitMix64's (Steele, Lea and Flood 2014).
 */
public final class CounterRandom {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** What the numbers are for: each purpose draws from a stream of its own. */
    public enum Purpose {
        START(1),
        SHUFFLE(2),
        SPLIT(3),
        DROPOUT(4),
        AUGMENTATION(5),
        MIXUP(6),
        DATA(7),
        MEASUREMENT(8);

        /** Never changed: a saved seed must give the same bits for ever. */
        private final int number;

        Purpose(int number) {
            this.number = number;
        }
    }

    private final long key;

    private CounterRandom(long key) {
        this.key = key;
    }

    public static CounterRandom of(long seed, Purpose purpose) {
        return of(seed, purpose, 0);
    }

    /** @param stream tells apart several uses of one purpose: the epoch, the layer, the image */
    public static CounterRandom of(long seed, Purpose purpose, long stream) {
        return new CounterRandom(mix(mix(seed + GOLDEN * purpose.number) + GOLDEN * (stream + 1)));
    }

    /** 64 random bits. */
    public long bits(long counter) {
        return mix(key + GOLDEN * counter);
    }

    /** Uniform in [0, 1), 53 bits. */
    public double uniform(long counter) {
        return (bits(counter) >>> 11) * 0x1p-53;
    }

    /** Uniform in [from, to). */
    public double uniform(long counter, double from, double to) {
        return from + (to - from) * uniform(counter);
    }

    /** Standard normal, by Box and Muller (1958) from two uniform numbers of this counter. */
    public double normal(long counter) {
        double radius = Math.sqrt(-2 * Math.log(1 - uniform(2 * counter)));
        return radius * Math.cos(2 * Math.PI * uniform(2 * counter + 1));
    }

    /** Uniform in 0 … bound−1; the bias is below bound / 2³². */
    public int below(int bound, long counter) {
        return (int) (((bits(counter) >>> 32) * bound) >>> 32);
    }

    /** The numbers 0 … count−1 in random order (Fisher and Yates). */
    public int[] permutation(int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = below(i + 1, i);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
