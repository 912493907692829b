package dev.descent.cli.view;

import dev.descent.cli.terminal.Figures;
import dev.descent.cli.terminal.Picture;
import dev.descent.cli.terminal.Rgb;
import dev.descent.cli.terminal.Terminal;
import dev.descent.train.Confusion;
import dev.descent.train.Confusion.ClassFigures;
import dev.descent.train.Confusion.Mixup;
import dev.descent.train.Evaluation;
import dev.descent.train.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** How well a network answers: one line of figures, the confusion matrix, the most confused pairs, the worst mistakes. */
public final class EvaluationView {
    private static final int PAIRS = 5;
    /** More classes than this do not fit a terminal; the pairs then say it all. */
    private static final int LARGEST_MATRIX = 26;

    private final Evaluation evaluation;
    private final Terminal terminal;

    public EvaluationView(Evaluation evaluation, Terminal terminal) {
        this.evaluation = evaluation;
        this.terminal = terminal;
    }

    /**
     * All there is to say, blocks parted by empty lines.
     *
     * @param name of the data: {@code test}
     * @param pictures a sample's picture, null when it has none
     */
    public List<String> lines(String name, IntFunction<@Nullable Picture> pictures) {
        List<String> lines = new ArrayList<>();
        lines.add(summary(name));
        if (evaluation.task() != Task.NUMBERS) {
            for (List<String> block : List.of(confusionMatrix(), mostConfused(), worstMistakes(pictures))) {
                if (!block.isEmpty()) {
                    lines.add("");
                    lines.addAll(block);
                }
            }
        }
        return lines;
    }

    /**
     * {@code test accuracy  97.83 %   9,783 of 10,000 right, loss 0.0712}.
     *
     * @param name of the data: {@code test}
     */
    String summary(String name) {
        String samples = Figures.count(evaluation.samples());
        if (evaluation.task() == Task.NUMBERS) {
            return terminal.bold(name + " mean squared error  " + Figures.significant(evaluation.meanSquaredError()))
                    + terminal.dim("   mean absolute error " + Figures.significant(evaluation.meanAbsoluteError())
                            + ", " + samples + " samples, loss " + Figures.significant(evaluation.loss()));
        }
        long right = Math.round(evaluation.accuracy() * evaluation.samples());
        return terminal.bold(name + " accuracy  " + Figures.percent(evaluation.accuracy()))
                + terminal.dim("   " + Figures.count(right) + " of " + samples + " right, loss "
                        + Figures.significant(evaluation.loss()));
    }

    /** Rows: what it is; columns: what was answered; the last columns: recall and precision of the class. */
    List<String> confusionMatrix() {
        Confusion confusion = evaluation.confusion();
        int classes = confusion.classes();
        int cell = 1;
        for (int[] row : confusion.counts()) {
            for (int count : row) {
                cell = Math.max(cell, Integer.toString(count).length());
            }
        }
        if (classes > LARGEST_MATRIX || 6 + classes * (cell + 1) + 24 > terminal.width()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        StringBuilder head = new StringBuilder(terminal.either("is ↓ as →", "is    as "));
        for (int label = 0; label < classes; label++) {
            head.append(' ').append(Terminal.padLeft(Integer.toString(label), cell));
        }
        lines.add(terminal.bold(head + "    recall  precision"));
        List<ClassFigures> figures = confusion.figures();
        for (int truth = 0; truth < classes; truth++) {
            StringBuilder line = new StringBuilder(terminal.bold(Terminal.padLeft(Integer.toString(truth), 9)));
            for (int answer = 0; answer < classes; answer++) {
                line.append(' ')
                        .append(cell(
                                confusion.counts()[truth][answer],
                                truth == answer,
                                figures.get(truth).support(),
                                cell));
            }
            line.append(Terminal.padLeft(Figures.percent(figures.get(truth).recall()), 10))
                    .append(Terminal.padLeft(Figures.percent(figures.get(truth).precision()), 11));
            lines.add(line.toString());
        }
        return lines;
    }

    private String cell(int count, boolean right, int support, int width) {
        if (count == 0) {
            return terminal.dim(Terminal.padLeft(terminal.either("·", "."), width));
        }
        String text = Terminal.padLeft(Integer.toString(count), width);
        if (right) {
            return terminal.coloured(text, Rgb.GREEN);
        }
        // From 1 % of its class on, a mix-up is worth a look.
        return 100.0 * count >= support ? terminal.coloured(text, Rgb.ORANGE) : text;
    }

    /** {@code most confused: 4 taken for 9 (12 times), …}; empty when nothing was. */
    List<String> mostConfused() {
        List<String> pairs = evaluation.confusion().mixups().stream()
                .limit(PAIRS)
                .map(EvaluationView::text)
                .toList();
        return pairs.isEmpty()
                ? List.of()
                : Terminal.wrap(terminal.bold("most confused  ") + String.join(", ", pairs), terminal.width());
    }

    private static String text(Mixup mixup) {
        return mixup.truth() + " taken for " + mixup.answer() + " (" + mixup.count() + "×)";
    }

    /**
     * The surest wrong answers of the most confused pairs, each under what it is and what it was taken for.
     *
     * @param pictures a sample's picture, null when it has none
     */
    List<String> worstMistakes(IntFunction<@Nullable Picture> pictures) {
        List<Integer> mistakes = evaluation.mistakes();
        List<List<String>> blocks = new ArrayList<>();
        int columns = 0;
        for (Mixup mixup : evaluation.confusion().mixups()) {
            Integer worst = mistakes.stream()
                    .filter(sample -> evaluation.predictions().truth(sample) == mixup.truth()
                            && evaluation.predictions().answer(sample) == mixup.answer())
                    .findFirst()
                    .orElse(null);
            Picture picture = worst == null ? null : pictures.apply(worst);
            if (worst == null || picture == null) {
                continue;
            }
            List<String> block = new ArrayList<>();
            block.add(mixup.truth() + " as " + mixup.answer() + ", " + Math.round(100 * evaluation.confidence(worst))
                    + " %");
            block.add(terminal.dim("sample " + worst));
            block.addAll(picture.lines(terminal));
            columns += 1 + block.stream().mapToInt(Terminal::columnsOf).max().orElse(0);
            if (columns > terminal.width() || blocks.size() == PAIRS) {
                break;
            }
            blocks.add(block);
        }
        return blocks.isEmpty() ? List.of() : Picture.beside(blocks);
    }
}
