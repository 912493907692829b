package dev.descent.train;

import java.util.Arrays;

/**
 * A quantity over the steps of a training, in bounded memory: every step at first, then every second, every fourth, …
 * Adding never allocates.
 */
public final class Curve {
    private static final int CAPACITY = 1 << 14;

    private final long first;
    private final double[] values = new double[CAPACITY];
    private int size;
    private long stride = 1;
    private long added;

    /** @param first the step of the first value, not 0 where a training goes on from a checkpoint */
    public Curve(long first) {
        this.first = first;
    }

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
        return first + index * stride;
    }

    public double value(int index) {
        return values[index];
    }

    /** The kept values. */
    public double[] values() {
        return Arrays.copyOf(values, size);
    }
}
