package dev.descent.report;

/** Text made safe for HTML and SVG. */
final class Markup {
    private Markup() {}

    /** With the characters escaped that mean something in markup; those that XML forbids are left out. */
    static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> {
                    boolean isAllowed = point >= 0x20 || point == '\n' || point == '\t';
                    boolean isHalf = point >= 0xD800 && point <= 0xDFFF;
                    if (isAllowed && !isHalf && point != 0xFFFE && point != 0xFFFF) {
                        safe.appendCodePoint(point);
                    }
                }
            }
        });
        return safe.toString();
    }

    /** Escaped, with what stands between backticks as code. */
    static String prose(String text) {
        return escape(text).replaceAll("`([^`]+)`", "<code>$1</code>");
    }
}
