package dev.descent.report;

/** How text is set where it is shown. */
public interface Style {
    /** What a piece of text is to say by its looks. */
    enum Tone {
        STRONG,
        QUIET,
        GOOD,
        WARNING,
        BAD
    }

    /** Columns. */
    int width();

    /** Whether block characters, lines and signs beyond ASCII are shown. */
    boolean unicode();

    /** The text in that tone, in as many columns. */
    String paint(String text, Tone tone);

    /** Text without colours. */
    static Style plain(int width, boolean unicode) {
        return new Style() {
            @Override
            public int width() {
                return width;
            }

            @Override
            public boolean unicode() {
                return unicode;
            }

            @Override
            public String paint(String text, Tone tone) {
                return text;
            }
        };
    }
}
