package dev.descent.cli.terminal;

/** A colour; each part 0–255. */
public record Rgb(int red, int green, int blue) {
    public static final Rgb BLUE = new Rgb(74, 144, 226);
    public static final Rgb GREEN = new Rgb(80, 180, 100);
    public static final Rgb ORANGE = new Rgb(230, 140, 50);
    public static final Rgb RED = new Rgb(220, 70, 60);
    public static final Rgb GREY = new Rgb(128, 128, 128);

    /** Grey from black, 0, to white, 1; NaN and infinities are red, so that they cannot be overlooked. */
    public static Rgb grey(double value) {
        if (!Double.isFinite(value)) {
            return RED;
        }
        int level = (int) Math.round(255 * Math.clamp(value, 0.0, 1.0));
        return new Rgb(level, level, level);
    }

    /** From blue, −1, over black, 0, to orange, 1: a pair that colour-blind people can tell apart. */
    public static Rgb diverging(double value) {
        if (!Double.isFinite(value)) {
            return RED;
        }
        double strength = Math.clamp(Math.abs(value), 0.0, 1.0);
        return value < 0
                ? new Rgb((int) (60 * strength), (int) (150 * strength), (int) (255 * strength))
                : new Rgb((int) (255 * strength), (int) (150 * strength), (int) (40 * strength));
    }

    /** As {@code 0xRRGGBB}, for {@link java.awt.image.BufferedImage#setRGB}. */
    public int packed() {
        return red << 16 | green << 8 | blue;
    }
}
