package dev.descent.cli.view;

import dev.descent.cli.terminal.Bars;
import dev.descent.cli.terminal.Figures;
import dev.descent.cli.terminal.Picture;
import dev.descent.cli.terminal.Terminal;
import dev.descent.data.Shape;
import dev.descent.model.Recognition;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What a network takes a picture for: the digit, a bar for every class, and the picture as the network saw it. */
public final class RecognitionView {
    private static final int BAR = 24;
    private static final float WHITE = 255;

    private RecognitionView() {}

    /** The picture on the left, the answer and the bars beside it. */
    public static List<String> lines(String source, Recognition recognition, Shape input, Terminal terminal) {
        List<String> answer = new ArrayList<>();
        answer.add(terminal.dim(source));
        answer.add(terminal.bold("digit " + recognition.digit()) + "  " + Figures.percent(recognition.confidence())
                + " sure");
        answer.add("");
        answer.addAll(bars(recognition.probabilities(), terminal));
        int[] size = Pictures.size(input);
        if (size == null) {
            return answer;
        }
        List<String> picture = picture(recognition.seen(), size, terminal);
        if (size[1] + 12 + BAR + 2 > terminal.width()) {
            List<String> below = new ArrayList<>(answer);
            below.addAll(picture);
            return below;
        }
        return Picture.beside(List.of(picture, List.of(""), answer));
    }

    private static List<String> bars(float[] probabilities, Terminal terminal) {
        List<String> labels = IntStream.range(0, probabilities.length)
                .mapToObj(Integer::toString)
                .toList();
        double[] values = new double[probabilities.length];
        for (int index = 0; index < values.length; index++) {
            values[index] = probabilities[index];
        }
        return Bars.lines(labels, values, BAR, terminal);
    }

    private static List<String> picture(float[] seen, int[] size, Terminal terminal) {
        float[] pixels = new float[size[0] * size[1]];
        for (int index = 0; index < pixels.length; index++) {
            pixels[index] = seen[index] / WHITE;
        }
        return Picture.grey(pixels, size[0], size[1]).lines(terminal);
    }
}
