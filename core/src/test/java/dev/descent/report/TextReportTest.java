package dev.descent.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.report.Style.Tone;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextReportTest {
    @Test
    void theSurestFindingComesFirstWithEvidenceFixProofAndWhatItExplains() {
        String text = String.join("\n", TextReport.lines(Samples.full(""), Style.plain(100, true)));
        assertThat(text)
                .containsSubsequence(
                        "2 findings: 1 proved, 1 likely",
                        "PROVED  step-too-large  reduction",
                        "9800, against 1 (2 over the largest curvature)",
                        "fix        reduction: mean",
                        "+0.842, +0.851, +0.837, a number for each seed",
                        "as it is NaN",
                        "explains   99.8 % of layer1 is saturated",
                        "LIKELY  derivative-missing",
                        "at [4, ",
                        "✓ the first layer's weighted sum: layer1.logits = input · w1, to 3.1e-08",
                        "not a fault",
                        "717 rows",
                        "not understood");
    }

    @Test
    void noLineIsWiderThanTheTerminal() {
        for (int width : new int[] {40, 60, 80, 132}) {
            assertThat(TextReport.lines(Samples.full(""), Style.plain(width, true)))
                    .filteredOn(line -> Text.columnsOf(line) > width)
                    .isEmpty();
        }
    }

    @Test
    void aTerminalWithoutUnicodeGetsAsciiOnly() {
        String text = String.join("\n", TextReport.lines(Samples.full(" ½·λ→×±"), Style.plain(80, false)));
        assertThat(text).matches("(?s)\\p{ASCII}*").doesNotContain("?s");
    }

    @Test
    void namesFromOutsideCannotSteerTheTerminal() {
        String text = String.join("\n", TextReport.lines(Samples.full(Samples.HOSTILE), Style.plain(80, true)));
        assertThat(text).doesNotContain("\u001b").doesNotContain("\u0000");
    }

    @Test
    void bothCurvesAreDrawnInTheirTones() {
        Style marked = new Style() {
            @Override
            public int width() {
                return 80;
            }

            @Override
            public boolean unicode() {
                return false;
            }

            @Override
            public String paint(String text, Tone tone) {
                return tone == Tone.GOOD && text.equals("o") ? "G" : tone == Tone.BAD && text.equals("x") ? "B" : text;
            }
        };
        String text = String.join("\n", TextReport.lines(Samples.full(""), marked));
        assertThat(text.chars().filter(letter -> letter == 'G').count()).isGreaterThan(20);
        assertThat(text.chars().filter(letter -> letter == 'B').count()).isGreaterThan(20);
    }

    @Test
    void aHealthySubjectIsCalledHealthy() {
        Report healthy = new Report("digits", List.of(), List.of(), List.of(), List.of());
        assertThat(TextReport.lines(healthy, Style.plain(80, true))).containsExactly("digits  healthy");
    }
}
