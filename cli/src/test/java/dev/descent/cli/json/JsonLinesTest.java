package dev.descent.cli.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
    @Test
    void aRecordIsOneLineAndANumberThatJsonLacksIsNull() {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        new JsonLines(new PrintStream(written, true, StandardCharsets.UTF_8))
                .print(new EpochLine("epoch", 1, 10, 1875, JsonLines.number(Double.NaN), 0.5, null, null, 0.1, 1e5));
        assertThat(written.toString(StandardCharsets.UTF_8))
                .hasLineCount(1)
                .contains("\"event\":\"epoch\"", "\"loss\":null", "\"accuracy\":0.5", "\"validationLoss\":null");
    }

    @Test
    void floatsKeepTheirShortestForm() {
        assertThat(JsonLines.numbers(new float[] {0.1f, Float.NaN})).containsExactly(0.1, null);
    }
}
