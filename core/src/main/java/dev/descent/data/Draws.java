package dev.descent.data;

import dev.descent.data.CounterRandom.Purpose;

/** Random numbers taken one after the other, for one image: a function of seed, purpose and image only. */
public final class Draws {
    private final CounterRandom random;
    private long counter;

    public Draws(long seed, Purpose purpose, long image) {
        random = CounterRandom.of(seed, purpose, image);
    }

    /** In [0, 1). */
    public double uniform() {
        return random.uniform(counter++);
    }

    /** In [−1, 1). */
    public double signed() {
        return 2 * uniform() - 1;
    }

    /**
     * Nearly normal, mean 0, spread 1, never beyond ±3.5: the sum of four uniforms, so that no single draw makes a digit
     * unreadable.
     */
    public double normal() {
        long bits = random.bits(counter++);
        long sum = (bits & 0xFFFF) + (bits >>> 16 & 0xFFFF) + (bits >>> 32 & 0xFFFF) + (bits >>> 48);
        return (sum * 0x1p-16 - (2 - 0x1p-15)) * Math.sqrt(3);
    }
}
