package dev.descent.data;

/**
 * How much handwriting varies from one built-in digit to the next. Lengths are in heights of the digit, angles and slant
 * in radians and tangent, pens in pixels of the 28×28 image. "Spread" is a standard deviation.
 *
 * @param jitter spread of each control point
 * @param warp amplitude of the elastic distortion
 * @param waves spread of the elastic distortion's waves, radians per height: larger is finer
 * @param wildness spread of the logarithm of a factor on jitter and warp: careful and careless writers
 * @param slant mean slant to the right
 * @param slantSpread its spread
 * @param rotation spread of the rotation
 * @param width median factor on the styles' widths
 * @param aspect spread of its logarithm
 * @param pen median width of the pen
 * @param penSpread spread of the logarithm of the pen's width
 * @param broadest the broadest pen
 * @param penOfOne factor on the pen's spread and limit for the one, which has no loops to fill
 * @param pressure relative change of the width along a stroke
 * @param nib relative change of the width with the direction of the stroke
 * @param softness width of the grey edge
 */
record Handwriting(
        double jitter,
        double warp,
        double waves,
        double wildness,
        double slant,
        double slantSpread,
        double rotation,
        double width,
        double aspect,
        double pen,
        double penSpread,
        double broadest,
        double penOfOne,
        double pressure,
        double nib,
        double softness) {

    /** Chosen on MNIST's training images by the accuracy of a network trained on built-in digits only. */
    static final Handwriting USUAL =
            new Handwriting(0.02, 0.1, 2.6, 0.2, 0.1, 0.27, 0.1, 0.8, 0.22, 2.35, 0.38, 4.5, 1.4, 0.35, 0.2, 1.2);
}
