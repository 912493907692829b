package dev.descent.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The ratios to the fastest peer as bars on a logarithmic scale, in SVG. */
final class Chart {
    private static final int ROW = 20;
    private static final int LEFT = 330;
    private static final int WIDTH = 860;
    private static final int TOP = 50;
    private static final double LEAST = 0.1;
    private static final double GREATEST = 1000;
    private static final List<String> MARKS = List.of("0.1", "1", "10", "100", "1000");

    private Chart() {}

    private record Bar(String label, double ratio, String peer) {}

    static String svg(Summary summary) {
        List<Bar> bars = new ArrayList<>();
        summary.figuresByTask()
                .forEach((task, figures) -> figures.forEach(figure -> {
                    Optional<Double> ratio = summary.ratio(figure);
                    ratio.ifPresent(value -> bars.add(new Bar(
                            task + " " + figure.label(),
                            value,
                            summary.fastestPeer(figure).orElseThrow())));
                }));
        int height = TOP + bars.size() * ROW + 20;
        StringBuilder svg = new StringBuilder("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
                <rect width="100%%" height="100%%" fill="white"/>
                <text x="10" y="20" font-size="15">Descent against the fastest peer: times better</text>
                """.formatted(WIDTH, height));
        for (String mark : MARKS) {
            long x = position(Double.parseDouble(mark));
            svg.append("""
                    <line x1="%d" x2="%d" y1="%d" y2="%d" stroke="#ddd"/>
                    <text x="%d" y="%d" text-anchor="middle" fill="#666">%s</text>
                    """.formatted(x, x, TOP - 8, height - 10, x, TOP - 12, mark));
        }
        for (int i = 0; i < bars.size(); i++) {
            svg.append(bar(bars.get(i), TOP + i * ROW));
        }
        return svg.append("</svg>\n").toString();
    }

    private static String bar(Bar bar, int y) {
        long end = position(bar.ratio());
        long one = position(1);
        String colour = bar.ratio() >= 1 ? "#2a7ab8" : "#c0504d";
        String value = Report.times(bar.ratio()) + " " + bar.peer();
        return """
                <text x="%d" y="%d" text-anchor="end">%s</text>
                <rect x="%d" y="%d" width="%d" height="%d" fill="%s"/>
                <text x="%d" y="%d" fill="#333">%s</text>
                """.formatted(
                        LEFT - 10,
                        y + 14,
                        bar.label(),
                        Math.min(one, end),
                        y + 3,
                        Math.max(1, Math.abs(end - one)),
                        ROW - 6,
                        colour,
                        Math.max(one, end) + 5,
                        y + 14,
                        value);
    }

    private static long position(double ratio) {
        double share = Math.log(Math.clamp(ratio, LEAST, GREATEST) / LEAST) / Math.log(GREATEST / LEAST);
        return Math.round(LEFT + share * (WIDTH - LEFT - 110));
    }
}
