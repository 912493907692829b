package dev.descent.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonReportTest {
    @Test
    void everyKindOfValueIsWrittenAsTheStandardSays() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("a\"b\\", "line\nend\u0001\ud800");
        tree.put("numbers", Arrays.asList(1, 2.5, Double.NaN, null));
        tree.put("rows", List.of(Map.of("x", true), List.of()));
        assertThat(Json.of(tree).replaceAll("\\s+(?=[\"\\]}\\[{])", ""))
                .isEqualTo("{\"a\\\"b\\\\\":\"line\\nend\\u0001\\ud800\",\"numbers\":[1, 2.5, null, null],"
                        + "\"rows\":[{\"x\": true},[]]}\n");
    }

    @Test
    void theFindingsComeWithCodesNumbersAndCurves() {
        assertThat(JsonReport.of(Samples.full(Samples.HOSTILE)))
                .containsSubsequence(
                        "\"healthy\": false",
                        "\"fault\": \"step-too-large\"",
                        "\"certainty\": \"proved\"",
                        "\"threshold\": 1.0",
                        "\"threshold\": null",
                        "\"gains\": [0.842, 0.851, 0.837]",
                        "\"fault\": \"derivative-missing\"",
                        "\"at\": \"[4, ",
                        "\"verified\"",
                        "\"notes\"")
                .doesNotContain("NaN", "\u0000");
    }
}
