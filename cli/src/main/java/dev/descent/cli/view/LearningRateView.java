package dev.descent.cli.view;

import dev.descent.cli.terminal.Figures;
import dev.descent.cli.terminal.Sparkline;
import dev.descent.cli.terminal.Terminal;
import dev.descent.doctor.measure.LearningRateRange.Range;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/** A learning-rate range test: the loss over the rate, in the terminal, as SVG and as a picture. */
public final class LearningRateView {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int MARGIN = 48;

    private final Range range;

    public LearningRateView(Range range) {
        this.range = range;
    }

    /** The curve, what to read from it, and what to do. */
    public List<String> lines(double rate, Terminal terminal) {
        double[] losses =
                range.losses().stream().mapToDouble(Double::doubleValue).toArray();
        String least = figure(range.rates().getFirst());
        String greatest = figure(range.rates().getLast());
        int width = Math.max(20, Math.min(losses.length, terminal.width() - least.length() - greatest.length() - 14));
        String limit = Double.isFinite(range.limit())
                ? "the loss rises from " + figure(range.limit()) + " on"
                : "the loss does not rise up to " + greatest;
        return List.of(
                terminal.dim("loss      ") + least + " " + Sparkline.of(losses, width, terminal.unicode()) + " "
                        + greatest,
                terminal.dim("          ") + "over the learning rate, each step a little larger than the one before",
                terminal.dim("falls     ") + "fastest at a learning rate of " + figure(range.fastest()) + "; " + limit,
                terminal.dim("now       ") + "the experiment's learning rate is " + figure(rate),
                terminal.dim("next      ") + "descent train --learning-rate " + figure(range.fastest()));
    }

    /** Self-contained SVG. */
    public String svg() {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < range.rates().size(); i++) {
            points.append(String.format(
                    Locale.ROOT,
                    "%.1f,%.1f ",
                    x(range.rates().get(i)),
                    y(range.losses().get(i))));
        }
        double at = x(range.fastest());
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">
                <rect width="100%%" height="100%%" fill="white"/>
                <line x1="%.1f" y1="%d" x2="%.1f" y2="%d" stroke="#d08000" stroke-dasharray="4 3"/>
                <polyline points="%s" fill="none" stroke="#2060c0" stroke-width="2"/>
                <text x="%d" y="%d" text-anchor="middle">learning rate (log scale), %s to %s; fastest fall at %s</text>
                <text x="12" y="%d">loss %s</text>
                <text x="12" y="%d">%s</text>
                </svg>
                """.formatted(
                        WIDTH,
                        HEIGHT,
                        at,
                        MARGIN / 2,
                        at,
                        HEIGHT - MARGIN,
                        points.toString().strip(),
                        WIDTH / 2,
                        HEIGHT - 14,
                        figure(range.rates().getFirst()),
                        figure(range.rates().getLast()),
                        figure(range.fastest()),
                        MARGIN / 2,
                        figure(highest()),
                        HEIGHT - MARGIN,
                        figure(lowest()));
    }

    /** The same as a picture. */
    public BufferedImage picture() {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, WIDTH, HEIGHT);
        graphics.setColor(new Color(0xd08000));
        graphics.drawLine((int) x(range.fastest()), MARGIN / 2, (int) x(range.fastest()), HEIGHT - MARGIN);
        Path2D curve = new Path2D.Double();
        curve.moveTo(x(range.rates().getFirst()), y(range.losses().getFirst()));
        for (int i = 1; i < range.rates().size(); i++) {
            curve.lineTo(x(range.rates().get(i)), y(range.losses().get(i)));
        }
        graphics.setColor(new Color(0x2060c0));
        graphics.setStroke(new BasicStroke(2));
        graphics.draw(curve);
        graphics.setColor(Color.BLACK);
        graphics.drawString(
                "learning rate (log scale), %s to %s; fastest fall at %s"
                        .formatted(
                                figure(range.rates().getFirst()),
                                figure(range.rates().getLast()),
                                figure(range.fastest())),
                MARGIN,
                HEIGHT - 14);
        graphics.drawString("loss " + figure(highest()), 6, MARGIN / 2);
        graphics.drawString(figure(lowest()), 6, HEIGHT - MARGIN);
        graphics.dispose();
        return image;
    }

    private double x(double rate) {
        double first = Math.log(range.rates().getFirst());
        double last = Math.log(range.rates().getLast());
        return MARGIN + (WIDTH - 2.0 * MARGIN) * (Math.log(rate) - first) / Math.max(1e-9, last - first);
    }

    /** Explosions leave at the top. */
    private double y(double loss) {
        double share = (Math.clamp(loss, lowest(), highest()) - lowest()) / Math.max(1e-12, highest() - lowest());
        return HEIGHT - MARGIN - (HEIGHT - 1.5 * MARGIN) * (Double.isNaN(share) ? 1 : share);
    }

    private double lowest() {
        return range.losses().stream()
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .min()
                .orElse(0);
    }

    private double highest() {
        return Math.max(lowest() + 1e-9, 1.5 * range.losses().getFirst() - 0.5 * lowest());
    }

    private static String figure(double value) {
        return Figures.significant(value);
    }
}
