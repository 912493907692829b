package dev.descent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RefinementTest {
    @Test
    void ratesAreRoundedAsPeopleWriteThem() {
        assertThat(Refinement.rounded(0.0009)).isEqualTo(0.001);
        assertThat(Refinement.rounded(0.027)).isEqualTo(0.03);
        assertThat(Refinement.rounded(1.0 / 3)).isEqualTo(0.3);
        assertThat(Refinement.rounded(0.001 / 3)).isEqualTo(0.0003);
        assertThat(Refinement.rounded(0.02 / 3)).isEqualTo(0.006667);
        assertThat(Refinement.rounded(9.5)).isEqualTo(10);
    }
}
