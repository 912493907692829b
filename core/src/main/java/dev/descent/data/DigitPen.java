package dev.descent.data;

import dev.descent.data.CounterRandom.Purpose;
import dev.descent.data.DigitStyle.Stroke;
import java.util.Arrays;
import java.util.List;

/**
 * Draws one digit: control points are jittered, joined by smooth curves, bent, slanted, turned, and inked into
 * a 20×20 box that is placed in 28×28 pixels with its centre of mass at (14, 14), as MNIST was made (LeCun et al. 1998,
 * section III.A). Holds scratch space: one per thread.
 */
final class DigitPen {
    static final int SIZE = 28;
    static final int BOX = 20;

    private static final int PIECES = 5;
    private static final int WAVES = 3;
    private static final double HALF_PIXEL = 0.5;
    private static final double WILDEST = 2.2;

    private final DigitStyles styles;
    private final Handwriting hand;
    private Draws draws = new Draws(0, Purpose.DATA, 0);

    /** Control points of all strokes. */
    private final float[] controlX;

    private final float[] controlY;

    /** Points of the curves, joined to the one before unless a stroke starts there. */
    private final float[] x;

    private final float[] y;
    private final float[] radius;
    private final boolean[] starts;
    private int points;

    /** Distance of each pixel of the box to the edge of the ink, in pixels, negative inside. */
    private final float[] distance = new float[BOX * BOX];

    private final int[] inkOfColumn = new int[BOX];
    private final int[] inkOfRow = new int[BOX];

    DigitPen(DigitStyles styles, Handwriting hand) {
        this.styles = styles;
        this.hand = hand;
        int controls = styles.all().stream().mapToInt(DigitStyle::points).max().orElse(0);
        controlX = new float[controls];
        controlY = new float[controls];
        x = new float[controls * PIECES];
        y = new float[controls * PIECES];
        radius = new float[controls * PIECES];
        starts = new boolean[controls * PIECES];
    }

    /**
     * Draws image number {@code image} of the seed and returns its digit.
     *
     * @param pixels receives 784 grey levels from {@code offset}, row by row, 0 paper, 255 ink
     */
    int draw(long seed, long image, byte[] pixels, int offset) {
        draws = new Draws(seed, Purpose.DATA, image);
        int digit = (int) (draws.uniform() * 10);
        int style = styles.choose(digit, draws.uniform());
        drawStyle(digit, style, pixels, offset);
        return digit;
    }

    /** Draws one given style, with the variation of the given image's random numbers. */
    void draw(DigitStyle style, long seed, long image, byte[] pixels, int offset) {
        draws = new Draws(seed, Purpose.DATA, image);
        drawStyle(style.digit(), List.of(styles.ofDigit(style.digit())).indexOf(style), pixels, offset);
    }

    private void drawStyle(int digit, int index, byte[] pixels, int offset) {
        DigitStyle style = styles.ofDigit(digit)[index];
        double wildness = Math.min(StrictMath.exp(draws.normal() * hand.wildness()), WILDEST);
        placeControls(style, wildness);
        trace(style);
        bend(wildness);
        slant();
        ink(digit);
        fit();
        fill();
        place(pixels, offset);
    }

    private void placeControls(DigitStyle style, double wildness) {
        double jitter = hand.jitter() * wildness;
        int control = 0;
        for (Stroke stroke : style.strokes()) {
            for (int point = 0; point < stroke.points(); point++, control++) {
                controlX[control] = stroke.x()[point] + (float) (jitter * draws.normal());
                controlY[control] = stroke.y()[point] + (float) (jitter * draws.normal());
            }
        }
    }

    /** Joins the control points of each stroke by Catmull-Rom curves; a corner ends one curve and starts the next. */
    private void trace(DigitStyle style) {
        points = 0;
        int first = 0;
        for (Stroke stroke : style.strokes()) {
            int last = first + stroke.points() - 1;
            addPoint(controlX[first], controlY[first], true);
            for (int from = first; from < last; from++) {
                int to = from + 1;
                int before = from == first || stroke.corner()[from - first] ? from : from - 1;
                int after = to == last || stroke.corner()[to - first] ? to : to + 1;
                for (int piece = 1; piece <= PIECES; piece++) {
                    float t = (float) piece / PIECES;
                    addPoint(
                            catmullRom(controlX[before], controlX[from], controlX[to], controlX[after], t),
                            catmullRom(controlY[before], controlY[from], controlY[to], controlY[after], t),
                            false);
                }
            }
            first = last + 1;
        }
    }

    private void addPoint(float newX, float newY, boolean start) {
        x[points] = newX;
        y[points] = newY;
        starts[points] = start;
        points++;
    }

    private static float catmullRom(float before, float from, float to, float after, float t) {
        float curve = 2 * before - 5 * from + 4 * to - after;
        float bend = 3 * (from - to) + after - before;
        return from + 0.5f * t * (to - before + t * (curve + t * bend));
    }

    /** Elastic distortion: displaces the curves by a few long waves of random direction. */
    private void bend(double wildness) {
        for (int wave = 0; wave < WAVES; wave++) {
            double amplitude = hand.warp() * wildness / Math.sqrt(WAVES);
            float waveX = (float) (draws.normal() * hand.waves());
            float waveY = (float) (draws.normal() * hand.waves());
            float phase = (float) (draws.uniform() * 2 * Math.PI);
            float alongX = (float) (draws.normal() * amplitude * 1.4);
            float alongY = (float) (draws.normal() * amplitude * 1.4);
            for (int point = 0; point < points; point++) {
                float height = sine(waveX * x[point] + waveY * y[point] + phase);
                x[point] += alongX * height;
                y[point] += alongY * height;
            }
        }
    }

    /** Sine to 1e-3, the same on every machine and fast: a parabola per half wave, corrected once. */
    private static float sine(float angle) {
        float turns = angle * (float) (0.5 / Math.PI);
        float turn = turns - (float) Math.floor(turns + 0.5f);
        float parabola = 8 * turn - 16 * turn * Math.abs(turn);
        return parabola * (0.775f + 0.225f * Math.abs(parabola));
    }

    private void slant() {
        double lean = hand.slant() + hand.slantSpread() * draws.normal();
        double turn = hand.rotation() * draws.normal();
        double width = hand.width() * StrictMath.exp(hand.aspect() * draws.normal());
        float cosine = (float) StrictMath.cos(turn);
        float sine = (float) StrictMath.sin(turn);
        for (int point = 0; point < points; point++) {
            float leaning = (float) (x[point] * width - y[point] * lean);
            float down = y[point];
            x[point] = leaning * cosine - down * sine;
            y[point] = leaning * sine + down * cosine;
        }
    }

    /** Gives each point of the curves half the width of the pen there, in pixels. */
    private void ink(int digit) {
        double thicker = digit == 1 ? hand.penOfOne() : 1;
        double pen = hand.pen() * StrictMath.exp(hand.penSpread() * thicker * draws.normal());
        double half = 0.5 * Math.min(pen, hand.broadest() * thicker);
        float pressure = (float) (hand.pressure() * draws.normal());
        float frequency = (float) (0.1 + 0.4 * draws.uniform());
        float phase = (float) (draws.uniform() * 2 * Math.PI);
        float nib = (float) (hand.nib() * draws.normal());
        float nibX = (float) draws.normal();
        float nibY = (float) draws.normal();
        float nibLength = nibX * nibX + nibY * nibY + 1e-6f;
        for (int point = 0; point < points; point++) {
            int from = starts[point] ? point : point - 1;
            float alongX = x[from + 1] - x[from];
            float alongY = y[from + 1] - y[from];
            float along = alongX * nibX + alongY * nibY;
            float aligned = along * along / ((alongX * alongX + alongY * alongY + 1e-9f) * nibLength);
            float factor = 1 + pressure * sine(frequency * point + phase) + nib * (aligned - 0.5f);
            radius[point] = (float) Math.max(half * factor, 0.4);
        }
    }

    /** Scales and shifts the curves so that the ink just fits the box, keeping its aspect. */
    private void fit() {
        float left = Float.MAX_VALUE;
        float right = -Float.MAX_VALUE;
        float top = Float.MAX_VALUE;
        float bottom = -Float.MAX_VALUE;
        float widest = 0;
        for (int point = 0; point < points; point++) {
            left = Math.min(left, x[point]);
            right = Math.max(right, x[point]);
            top = Math.min(top, y[point]);
            bottom = Math.max(bottom, y[point]);
            widest = Math.max(widest, radius[point]);
        }
        float extent = Math.max(Math.max(right - left, bottom - top), 1e-3f);
        float scale = (BOX - 2 * widest) / extent;
        float shiftX = 0.5f * BOX - scale * 0.5f * (left + right);
        float shiftY = 0.5f * BOX - scale * 0.5f * (top + bottom);
        for (int point = 0; point < points; point++) {
            x[point] = x[point] * scale + shiftX;
            y[point] = y[point] * scale + shiftY;
        }
    }

    private void fill() {
        Arrays.fill(distance, BOX);
        for (int point = 1; point < points; point++) {
            if (!starts[point]) {
                fillPiece(point - 1, point);
            }
        }
    }

    /** Lowers the distance of the pixels around one piece of a curve, a line whose width changes evenly. */
    private void fillPiece(int from, int to) {
        float fromX = x[from];
        float fromY = y[from];
        float alongX = x[to] - fromX;
        float alongY = y[to] - fromY;
        float perLength = 1 / (alongX * alongX + alongY * alongY + 1e-9f);
        float wider = radius[to] - radius[from];
        float reach = Math.max(radius[from], radius[to]) + 1;
        int firstColumn = Math.max(0, (int) (Math.min(fromX, x[to]) - reach));
        int lastColumn = Math.min(BOX - 1, (int) (Math.max(fromX, x[to]) + reach));
        int firstRow = Math.max(0, (int) (Math.min(fromY, y[to]) - reach));
        int lastRow = Math.min(BOX - 1, (int) (Math.max(fromY, y[to]) + reach));
        for (int row = firstRow; row <= lastRow; row++) {
            float down = row + 0.5f - fromY;
            for (int column = firstColumn; column <= lastColumn; column++) {
                float right = column + 0.5f - fromX;
                float t = Math.clamp((right * alongX + down * alongY) * perLength, 0f, 1f);
                float awayX = right - t * alongX;
                float awayY = down - t * alongY;
                float away = (float) Math.sqrt(awayX * awayX + awayY * awayY) - radius[from] - t * wider;
                int pixel = row * BOX + column;
                distance[pixel] = Math.min(distance[pixel], away);
            }
        }
    }

    /** Turns distances into grey levels and sets the ink into the image, its centre of mass on pixel (14, 14). */
    private void place(byte[] pixels, int offset) {
        float perPixel = (float) (255 / hand.softness());
        Arrays.fill(inkOfColumn, 0);
        Arrays.fill(inkOfRow, 0);
        for (int pixel = 0; pixel < distance.length; pixel++) {
            int grey = (int) Math.clamp(128 - distance[pixel] * perPixel, 0f, 255f);
            distance[pixel] = grey;
            inkOfColumn[pixel % BOX] += grey;
            inkOfRow[pixel / BOX] += grey;
        }
        int left = shift(inkOfColumn);
        int top = shift(inkOfRow);
        Arrays.fill(pixels, offset, offset + SIZE * SIZE, (byte) 0);
        for (int pixel = 0; pixel < distance.length; pixel++) {
            if (distance[pixel] > 0) {
                pixels[offset + (pixel / BOX + top) * SIZE + pixel % BOX + left] = (byte) (int) distance[pixel];
            }
        }
    }

    /** How far the box moves so that the centre of mass falls on pixel 14, as far as the ink stays in the image. */
    private static int shift(int[] ink) {
        long mass = 0;
        long moment = 0;
        int first = BOX;
        int last = 0;
        for (int line = 0; line < BOX; line++) {
            mass += ink[line];
            moment += (long) ink[line] * line;
            if (ink[line] > 0) {
                first = Math.min(first, line);
                last = line;
            }
        }
        double centre = (double) moment / mass;
        return Math.clamp((int) Math.floor(SIZE / 2 - centre + HALF_PIXEL), -first, SIZE - 1 - last);
    }
}
