package dev.descent.data;

/**
 * Brings a drawing of one digit to MNIST's form: its bounding box fitted into 20×20 pixels keeping its proportions, grey by
 * area averaging, then placed in 28×28 pixels with its centre of mass in the middle (LeCun, Bottou, Bengio and Haffner 1998,
 * section III-A).
 */
public final class MnistNormaliser {
    /** Side of the image. */
    public static final int SIDE = 28;

    private static final int BOX = 20;
    /** Ink fainter than this share of the strongest does not count for the box. */
    private static final float FAINT = 0.1f;

    private MnistNormaliser() {}

    /**
     * @param ink {@code [height, width]}, 0 for paper, larger for more ink
     * @return {@code [28, 28]} from 0 to 255; all 0 for a blank drawing
     */
    public static float[] normalise(float[] ink, int width, int height) {
        if (ink.length != width * height) {
            throw new IllegalArgumentException(
                    "%d×%d pixels are %d values, got %d".formatted(width, height, width * height, ink.length));
        }
        float strongest = 0;
        for (float value : ink) {
            strongest = Math.max(strongest, value);
        }
        float[] image = new float[SIDE * SIDE];
        if (!(strongest > 0)) {
            return image;
        }
        int[] box = box(ink, width, height, FAINT * strongest);
        double scale = (double) BOX / Math.max(box[2] - box[0], box[3] - box[1]);
        int across = Math.clamp(Math.round((box[2] - box[0]) * scale), 1, BOX);
        int down = Math.clamp(Math.round((box[3] - box[1]) * scale), 1, BOX);
        float[] small = shrink(ink, width, box, across, down);
        float peak = 0;
        double mass = 0;
        double massX = 0;
        double massY = 0;
        for (int i = 0; i < small.length; i++) {
            peak = Math.max(peak, small[i]);
            mass += small[i];
            massX += small[i] * (i % across + 0.5);
            massY += small[i] * (Math.floorDiv(i, across) + 0.5);
        }
        int left = Math.clamp(Math.round(SIDE / 2.0 - massX / mass), 0, SIDE - across);
        int top = Math.clamp(Math.round(SIDE / 2.0 - massY / mass), 0, SIDE - down);
        for (int i = 0; i < small.length; i++) {
            image[(top + i / across) * SIDE + left + i % across] = Math.min(255, 255 * small[i] / peak);
        }
        return image;
    }

    /** Left, top, right and bottom of what is darker than the limit; right and bottom exclusive. */
    private static int[] box(float[] ink, int width, int height, float limit) {
        int[] box = {width, height, 0, 0};
        for (int i = 0; i < ink.length; i++) {
            if (ink[i] > limit) {
                box[0] = Math.min(box[0], i % width);
                box[1] = Math.min(box[1], i / width);
                box[2] = Math.max(box[2], i % width + 1);
                box[3] = Math.max(box[3], i / width + 1);
            }
        }
        return box;
    }

    /** Every target pixel is the mean of the area of the source that it covers. */
    private static float[] shrink(float[] ink, int width, int[] box, int across, int down) {
        double stepX = (double) (box[2] - box[0]) / across;
        double stepY = (double) (box[3] - box[1]) / down;
        float[] small = new float[across * down];
        for (int y = 0; y < down; y++) {
            for (int x = 0; x < across; x++) {
                double fromX = box[0] + x * stepX;
                double fromY = box[1] + y * stepY;
                small[y * across + x] =
                        (float) (area(ink, width, fromX, fromY, fromX + stepX, fromY + stepY, box) / (stepX * stepY));
            }
        }
        return small;
    }

    private static double area(float[] ink, int width, double fromX, double fromY, double toX, double toY, int[] box) {
        double sum = 0;
        for (int y = (int) fromY; y < Math.min(Math.ceil(toY), box[3]); y++) {
            double high = Math.min(toY, y + 1) - Math.max(fromY, y);
            for (int x = (int) fromX; x < Math.min(Math.ceil(toX), box[2]); x++) {
                sum += ink[y * width + x] * high * (Math.min(toX, x + 1) - Math.max(fromX, x));
            }
        }
        return sum;
    }
}
