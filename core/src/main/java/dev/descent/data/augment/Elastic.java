package dev.descent.data.augment;

import dev.descent.data.Draws;
import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;

/**
 * Elastic distortion (Simard, Steinkraus and Platt 2003, section 2): every pixel moves by a smooth random field. Theirs is
 * uniform noise in [−1, 1] per pixel, smoothed by a Gaussian of deviation sigma, times alpha. Here the field is a cubic
 * B-spline over a coarse grid of normal numbers, with their spread of moves and their correlation length, at a tenth of
 * the arithmetic.
 *
 * @param alpha strength; the moves' deviation is 0.163 · alpha / sigma pixels, 1.4 for their 34 and 4
 * @param sigma smoothness in pixels
 */
public record Elastic(double alpha, double sigma) implements Warping {
    /** A uniform number's deviation, √(1/3), over the norm 2√π of a Gaussian in the plane. */
    private static final double MOVE_PER_ALPHA = Math.sqrt(1 / 3.0) / (2 * Math.sqrt(Math.PI));

    /** Knots of a cubic B-spline this many deviations apart have the Gaussian's second moment. */
    private static final double KNOT_PER_SIGMA = Math.sqrt(3);

    /** Mean square of a B-spline field per unit of its coefficients' variance, in one direction: ∫B² = 151/315. */
    private static final double SPLINE_POWER = 151 / 315.0;

    public Elastic {
        Augmentation.requireAmount("an elastic distortion's alpha", alpha, 1000);
        if (!(sigma >= 1 && sigma <= 100)) {
            throw new IllegalArgumentException("an elastic distortion's sigma is from 1 to 100 pixels, got " + sigma);
        }
    }

    static Elastic parse(Spec spec) {
        Arguments arguments = spec.arguments("alpha", "sigma");
        return new Elastic(arguments.number("alpha", 34), arguments.number("sigma", 4));
    }

    @Override
    public Spec spec() {
        return Spec.of("elastic").with("alpha", alpha).with("sigma", sigma);
    }

    @Override
    public void move(Warp warp, Draws draws) {
        warp.distort(KNOT_PER_SIGMA * sigma, MOVE_PER_ALPHA * alpha / sigma / SPLINE_POWER, draws);
    }
}
