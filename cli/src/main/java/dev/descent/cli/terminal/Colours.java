package dev.descent.cli.terminal;

import java.util.Locale;
import java.util.Map;

/** How many colours the terminal shows. */
public enum Colours {
    NONE,
    /** The 256 indexed colours of xterm: a cube of 6×6×6 and 24 greys. */
    INDEXED,
    TRUE;

    private static final int[] CUBE_LEVELS = {0, 95, 135, 175, 215, 255};

    /**
     * The colours of a terminal with these environment variables: none when {@code NO_COLOR} is set
     * (no-color.org) or {@code TERM} is {@code dumb}; true colour when {@code COLORTERM} promises it.
     */
    public static Colours of(Map<String, String> environment) {
        if (!environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "dumb").equals("dumb")) {
            return NONE;
        }
        String promise = environment.getOrDefault("COLORTERM", "").toLowerCase(Locale.ROOT);
        return promise.equals("truecolor") || promise.equals("24bit") ? TRUE : INDEXED;
    }

    /** The escape sequence that sets the text's colour, or nothing when there are no colours. */
    public String foreground(Rgb colour) {
        return sequence(38, colour);
    }

    /** The escape sequence that sets the ground's colour, or nothing when there are no colours. */
    public String background(Rgb colour) {
        return sequence(48, colour);
    }

    /** The escape sequence back to the terminal's own colours. */
    public String reset() {
        return this == NONE ? "" : "\u001b[0m";
    }

    private String sequence(int code, Rgb colour) {
        return switch (this) {
            case NONE -> "";
            case INDEXED -> "\u001b[" + code + ";5;" + indexOf(colour) + "m";
            case TRUE -> "\u001b[" + code + ";2;" + colour.red() + ";" + colour.green() + ";" + colour.blue() + "m";
        };
    }

    /** The nearest of xterm's 256 colours: greys from the ramp 232–255, others from the cube 16–231. */
    static int indexOf(Rgb colour) {
        if (colour.red() == colour.green() && colour.green() == colour.blue()) {
            int level = colour.red();
            if (level < 4) {
                return 16;
            }
            return level > 246 ? 231 : 232 + Math.clamp(Math.round((level - 8) / 10f), 0, 23);
        }
        return 16 + 36 * nearestLevel(colour.red()) + 6 * nearestLevel(colour.green()) + nearestLevel(colour.blue());
    }

    private static int nearestLevel(int value) {
        int nearest = 0;
        for (int level = 1; level < CUBE_LEVELS.length; level++) {
            if (Math.abs(CUBE_LEVELS[level] - value) < Math.abs(CUBE_LEVELS[nearest] - value)) {
                nearest = level;
            }
        }
        return nearest;
    }
}
