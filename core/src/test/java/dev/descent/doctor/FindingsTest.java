package dev.descent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FindingsTest {
    @Test
    void whatOtherSeedsGainDecides() {
        assertThat(Findings.isConfirmed(List.of(0.06, 0.05, 0.04))).isTrue();
        assertThat(Findings.isConfirmed(List.of(0.06, 0.2, -0.1))).isTrue();
        assertThat(Findings.isConfirmed(List.of(0.12, -0.04, 0.03))).isFalse();
        assertThat(Findings.isConfirmed(List.of(0.9, Double.NaN, 0.9))).isFalse();
    }

    @Test
    void oneSeedIsAllThereIs() {
        assertThat(Findings.isConfirmed(List.of(0.06))).isTrue();
    }
}
