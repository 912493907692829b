package dev.descent.report;

import java.util.ArrayList;
import java.util.List;

/**
 * The scale of a plot: from its least to its greatest value, in powers of ten where they span more than two of them.
 *
 * @param low least value shown
 * @param high greatest value shown
 * @param isLogarithmic whether equal ways are equal factors
 */
record Axis(double low, double high, boolean isLogarithmic) {
    private static final double WIDE = 100;

    /** Fits the finite values of the curves; from 0 to 1 where there are none. */
    static Axis ofValues(List<Proof.Curve> curves) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (Proof.Curve curve : curves) {
            for (double value : curve.values()) {
                low = Double.isFinite(value) ? Math.min(low, value) : low;
                high = Double.isFinite(value) ? Math.max(high, value) : high;
            }
        }
        return of(low, high, low > 0 && high / low > WIDE);
    }

    /** Fits the steps of the curves. */
    static Axis ofSteps(List<Proof.Curve> curves) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (Proof.Curve curve : curves) {
            for (double step : curve.steps()) {
                low = Math.min(low, step);
                high = Math.max(high, step);
            }
        }
        return of(low, high, false);
    }

    private static Axis of(double low, double high, boolean isLogarithmic) {
        if (low > high) {
            return new Axis(0, 1, false);
        }
        double room = low == high ? Math.max(Math.abs(low), 1) / 2 : 0;
        return new Axis(low - room, high + room, isLogarithmic && room == 0);
    }

    /** Where a value lies, 0 at the least and 1 at the greatest. */
    double position(double value) {
        double share = isLogarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
        return Math.clamp(share, 0, 1);
    }

    /** About so many round values on the axis. */
    List<Double> ticks(int count) {
        return isLogarithmic ? powers(count) : round(count);
    }

    private List<Double> powers(int count) {
        int first = (int) Math.ceil(Math.log10(low) - 1e-9);
        int last = (int) Math.floor(Math.log10(high) + 1e-9);
        int every = Math.max(1, Math.ceilDiv(last - first + 1, count));
        List<Double> ticks = new ArrayList<>();
        for (int power = first; power <= last; power += every) {
            ticks.add(Math.pow(10, power));
        }
        return ticks;
    }

    private List<Double> round(int count) {
        double rough = (high - low) / Math.max(1, count);
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step =
                rough / power > 5 ? 10 * power : rough / power > 2 ? 5 * power : rough / power > 1 ? 2 * power : power;
        List<Double> ticks = new ArrayList<>();
        for (double tick = Math.ceil(low / step - 1e-9) * step; tick <= high + 1e-9 * step; tick += step) {
            ticks.add(Math.abs(tick) < 1e-9 * step ? 0 : tick);
        }
        return ticks;
    }
}
