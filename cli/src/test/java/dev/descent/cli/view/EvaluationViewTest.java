package dev.descent.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.cli.terminal.Colours;
import dev.descent.cli.terminal.Picture;
import dev.descent.cli.terminal.Terminal;
import dev.descent.train.Evaluation;
import dev.descent.train.Predictions;
import dev.descent.train.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationViewTest {
    private final Terminal plain = Terminal.plain(System.out, 80);

    /** Three samples of class 0, 1, 1; the last is taken for 0. */
    private final Evaluation evaluation = new Evaluation(
            Task.CLASSES,
            0.25,
            new Predictions(3, 2, new float[] {0.9f, 0.1f, 0.2f, 0.8f, 0.7f, 0.3f}, new float[] {1, 0, 0, 1, 0, 1}));

    @Test
    void theSummaryCountsWhatIsRight() {
        assertThat(new EvaluationView(evaluation, plain).summary("test"))
                .isEqualTo("test accuracy  66.67 %   2 of 3 right, loss 0.2500");
    }

    @Test
    void rowsAreWhatItIsAndColumnsWhatWasAnswered() {
        List<String> matrix = new EvaluationView(evaluation, plain).confusionMatrix();
        assertThat(matrix.get(1)).containsSubsequence("0 1 .", "100.00 %", "50.00 %");
        assertThat(matrix.get(2)).containsSubsequence("1 1 1", "50.00 %", "100.00 %");
    }

    @Test
    void theWorstMistakeIsShownUnderWhatItIsAndWasTakenFor() {
        EvaluationView view = new EvaluationView(evaluation, plain);
        assertThat(view.mostConfused()).containsExactly("most confused  1 taken for 0 (1×)");
        List<String> pictures = view.worstMistakes(sample -> Picture.grey(new float[] {sample, 1}, 1, 2));
        assertThat(pictures).startsWith("1 as 0, 70 %", "sample 2");
        assertThat(pictures).hasSize(3);
    }

    @Test
    void noLinePassesTheTerminalsWidth() {
        for (int width : new int[] {20, 60, 80}) {
            Terminal terminal = new Terminal(System.out, true, width, Colours.TRUE, true);
            EvaluationView view = new EvaluationView(evaluation, terminal);
            assertThat(view.confusionMatrix())
                    .allSatisfy(line -> assertThat(Terminal.columnsOf(line)).isLessThanOrEqualTo(width));
            assertThat(view.worstMistakes(_ -> Picture.grey(new float[28 * 28], 28, 28)))
                    .allSatisfy(line -> assertThat(Terminal.columnsOf(line)).isLessThanOrEqualTo(width));
        }
    }

    @Test
    void aTaskOfNumbersIsJudgedByItsErrors() {
        Evaluation numbers =
                new Evaluation(Task.NUMBERS, 0.5, new Predictions(2, 1, new float[] {1, 2}, new float[] {1, 4}));
        assertThat(new EvaluationView(numbers, plain).summary("test"))
                .contains("mean squared error  2.000", "2 samples");
    }
}
