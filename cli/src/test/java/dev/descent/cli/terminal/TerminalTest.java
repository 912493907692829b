package dev.descent.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
    private final Terminal plain = Terminal.plain(out, 80);
    private final Terminal colourful = new Terminal(out, true, 80, Colours.TRUE, true);

    @Test
    void noColorAndDumbTerminalsAndPipesGetNoEscapeSequences() {
        Map<String, String> xterm = Map.of("TERM", "xterm", "COLORTERM", "truecolor");
        assertThat(Terminal.detect(out, "100", xterm).colours()).isEqualTo(Colours.TRUE);
        assertThat(Terminal.detect(out, "100", Map.of("TERM", "xterm-256color")).colours())
                .isEqualTo(Colours.INDEXED);
        assertThat(Terminal.detect(out, "100", Map.of("TERM", "xterm", "NO_COLOR", "1"))
                        .colours())
                .isEqualTo(Colours.NONE);
        assertThat(Terminal.detect(out, "100", Map.of("TERM", "dumb")).colours())
                .isEqualTo(Colours.NONE);
        assertThat(Terminal.detect(out, "", xterm).colours()).isEqualTo(Colours.NONE);
        assertThat(Terminal.detect(out, "", xterm).interactive()).isFalse();
    }

    @Test
    void widthIsTheLaunchersUnlessColumnsSaysOtherwise() {
        assertThat(Terminal.detect(out, "132", Map.of()).width()).isEqualTo(132);
        assertThat(Terminal.detect(out, "132", Map.of("COLUMNS", "50")).width()).isEqualTo(50);
        assertThat(Terminal.detect(out, "", Map.of("COLUMNS", "wide")).width()).isEqualTo(80);
    }

    @Test
    void anOutputThatCannotEncodeBlocksGetsAscii() {
        PrintStream ascii = new PrintStream(written, true, StandardCharsets.US_ASCII);
        assertThat(Terminal.detect(ascii, "80", Map.of()).unicode()).isFalse();
        assertThat(Terminal.detect(out, "80", Map.of()).unicode()).isTrue();
    }

    @Test
    void escapeSequencesTakeNoColumns() {
        assertThat(Terminal.columnsOf(colourful.bold("abc") + colourful.dim("é")))
                .isEqualTo(4);
        assertThat(Terminal.columnsOf(Terminal.padLeft(colourful.bold("7"), 5))).isEqualTo(5);
    }

    @Test
    void tableColumnsLineUpAlsoWhenCellsAreColoured() {
        Table table = new Table()
                .text("layer")
                .number("parameters")
                .row(colourful.bold("dense"), "12")
                .row("softmax", "1,234");
        List<String> lines = table.lines(colourful);
        assertThat(lines).hasSize(4);
        assertThat(lines.stream().skip(2).map(Terminal::columnsOf).distinct()).hasSize(1);
    }

    @Test
    void aSparklineRisesFromItsLeastToItsGreatestValueAndMarksNaN() {
        assertThat(Sparkline.of(new double[] {0, 1, 2, 3, 4, 5, 6, 7}, 80, true))
                .isEqualTo("▁▂▃▄▅▆▇█");
        assertThat(Sparkline.of(new double[] {1, Double.NaN, 2}, 80, false)).isEqualTo("_x#");
        assertThat(Sparkline.of(new double[] {3, 3, 3}, 80, true)).isEqualTo("▁▁▁");
        assertThat(Sparkline.of(new double[1000], 40, true)).hasSize(40);
        assertThat(Sparkline.of(new double[0], 40, true)).isEmpty();
    }

    @Test
    void aPictureTakesHalfAsManyLinesAsItHasRowsInEveryKindOfTerminal() {
        Picture picture = Picture.grey(new float[] {1, 0, 0.5f, 1, 0, 1}, 3, 2);
        for (Terminal terminal : List.of(plain, colourful, new Terminal(out, true, 80, Colours.INDEXED, true))) {
            assertThat(picture.lines(terminal))
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(Terminal.columnsOf(line)).isEqualTo(2));
        }
        assertThat(colourful.either("", "") + picture.lines(colourful).getFirst())
                .contains("48;2;128;128;128", "38;2;255;255;255");
    }

    @Test
    void aPixelThatIsNoNumberCannotBeOverlooked() {
        Picture picture = Picture.grey(new float[] {Float.NaN, 0}, 1, 2);
        assertThat(picture.lines(plain).getFirst()).startsWith("?");
        assertThat(picture.lines(colourful).getFirst()).contains("38;2;220;70;60");
    }

    @Test
    void picturesOfASheetNeverPassTheTerminalsWidth() {
        List<Picture> pictures = java.util.Collections.nCopies(7, Picture.grey(new float[28 * 28], 28, 28));
        List<String> sheet = Picture.sheet(pictures, colourful);
        assertThat(sheet)
                .allSatisfy(line -> assertThat(Terminal.columnsOf(line)).isLessThanOrEqualTo(80));
        assertThat(sheet).hasSize(4 * 14 + 3);
    }

    @Test
    void greysOfIndexedTerminalsKeepTheirOrder() {
        int last = -1;
        for (int level = 0; level < 256; level++) {
            int index = Colours.indexOf(new Rgb(level, level, level));
            int rank = index == 16 ? 0 : index == 231 ? 1000 : index;
            assertThat(rank).isGreaterThanOrEqualTo(last);
            last = rank;
        }
    }

    @Test
    void probabilityBarsMarkTheGreatestAndFitTheirColumns() {
        List<String> lines = Bars.lines(List.of("0", "10"), new double[] {0.25, 0.75}, 8, plain);
        assertThat(lines.get(0)).isEqualTo(" 0 ##        25.00 %");
        assertThat(lines.get(1)).isEqualTo("10 ######    75.00 %");
        assertThat(Bars.lines(List.of("a"), new double[] {0.999}, 8, colourful).getFirst())
                .contains("████████");
        assertThat(Bars.lines(List.of("a"), new double[] {Double.NaN}, 8, plain).getFirst())
                .contains("NaN");
    }

    @Test
    void figuresKeepFourSignificantDigits() {
        assertThat(Figures.significant(0.0123456)).isEqualTo("0.01235");
        assertThat(Figures.significant(12.3456)).isEqualTo("12.35");
        assertThat(Figures.significant(0)).isEqualTo("0");
        assertThat(Figures.significant(1.23456e-7)).isEqualTo("1.235e-07");
        assertThat(Figures.significant(0.1)).isEqualTo("0.1000");
        assertThat(Figures.significant(-98765)).isEqualTo("-98765");
        assertThat(Figures.significant(Double.NaN)).isEqualTo("NaN");
        assertThat(Figures.count(1234567)).isEqualTo("1,234,567");
        assertThat(Figures.clock(java.time.Duration.ofSeconds(3723))).isEqualTo("1:02:03");
    }
}
