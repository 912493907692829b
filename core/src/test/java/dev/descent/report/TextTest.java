package dev.descent.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTest {
    @Test
    void whatATrainingGainsStaysShortHoweverBadItWas() {
        assertThat(Text.gain(0.85)).isEqualTo("+0.850");
        assertThat(Text.gain(-0.0214)).isEqualTo("-0.021");
        assertThat(Text.gain(105247789632060620.0)).isEqualTo("+1.052e+17");
        assertThat(Text.gain(Double.NaN)).isEqualTo("no longer NaN");
    }

    @Test
    void numbersOfAReportHaveNoZerosThatSayNothing() {
        assertThat(Text.brief(4)).isEqualTo("4");
        assertThat(Text.brief(0.9966)).isEqualTo("0.9966");
        assertThat(Text.brief(2033)).isEqualTo("2033");
        assertThat(Text.brief(0.5)).isEqualTo("0.5");
        assertThat(Text.brief(1e-7)).isEqualTo("1e-07");
    }
}
