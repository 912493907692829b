package dev.descent.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShapeTest {
    @Test
    void sizeIsTheProductOfTheDimensions() {
        assertThat(Shape.of(1, 28, 28).size()).isEqualTo(784);
        assertThat(Shape.of(1, 28, 28)).hasToString("1×28×28").isEqualTo(Shape.of(1, 28, 28));
    }
}
