package dev.descent.train;

import java.util.Arrays;

/**
 * A quantity over the steps of a training, in bounded memory: every step at first, then every second, every fourth, …
 * Adding never allocates.
 */
public final class Curve {
    private static final int CAPACITY = 1 << 14;

    private final double[] values = new double[CAPACITY];
    private int size;
    private long stride = 1;
    private long added;

    /** Adds the value of the next step. */
    public void add(double value) {
        if (added++ % stride != 0) {
            return;
        }
        if (size == CAPACITY) {
            thin();
            if ((added - 1) % stride != 0) {
                return;
            }
        }
        values[size++] = value;
    }

    private void thin() {
        for (int i = 0; i < CAPACITY / 2; i++) {
            values[i] = values[2 * i];
        }
        size = CAPACITY / 2;
        stride *= 2;
    }

    /** How many values are kept. */
    public int size() {
        return size;
    }

    /** The step, from 0, of a kept value. */
    public long step(int index) {
        return index * stride;
    }

    public double value(int index) {
        return values[index];
    }

    /** The kept values. */
    public double[] values() {
        return Arrays.copyOf(values, size);
    }

    /** Forgets everything from the given step on, for going back in time. */
    public void truncate(long steps) {
        added = Math.min(added, steps);
        size = (int) Math.min(size, (steps + stride - 1) / stride);
    }

    /** A copy that does not change. */
    public Curve copy() {
        Curve copy = new Curve();
        System.arraycopy(values, 0, copy.values, 0, size);
        copy.size = size;
        copy.stride = stride;
        copy.added = added;
        return copy;
    }
}
