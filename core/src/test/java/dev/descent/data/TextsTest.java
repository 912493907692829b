package dev.descent.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.descent.spec.SpecException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TextsTest {
    private static Dataset load(String source) throws IOException {
        return DataSources.parse(source).load(Path.of(".")).train();
    }

    @Test
    void aTextHasSomeWordsOfManyAndFrequentOnesOften() throws IOException {
        Dataset texts = load("texts(rows=400, words=3000, classes=4, length=80, test=0)");
        double all = 0;
        double frequent = 0;
        for (int sample = 0; sample < texts.size(); sample++) {
            for (int word = 0; word < 3000; word++) {
                assertThat(texts.raw(sample, word)).isIn(0.0, 1.0);
                all += texts.raw(sample, word);
                frequent += word < 10 ? texts.raw(sample, word) : 0;
            }
        }
        assertThat(all / texts.size()).isBetween(40.0, 80.0);
        assertThat(frequent / all).isBetween(0.05, 0.3);
    }

    @Test
    void wordsOfATopicStandInItsTexts() throws IOException {
        Dataset texts = load("texts(rows=600, words=3000, classes=2, topic=0.2, test=0)");
        double apart = 0;
        for (int word = 0; word < 3000; word++) {
            double[] times = new double[2];
            for (int sample = 0; sample < texts.size(); sample++) {
                times[texts.label(sample)] += texts.raw(sample, word);
            }
            apart = Math.max(apart, Math.abs(times[0] - times[1]) / texts.size());
        }
        // Of the topic's first word, with a share of a tenth of 16 words, most texts have one.
        assertThat(apart).isGreaterThan(0.2);
    }

    @Test
    void tooShortTextsAreRefused() {
        assertThatThrownBy(() -> load("texts(rows=10, length=2)"))
                .isInstanceOf(SpecException.class)
                .hasMessageContaining("length of 5");
    }
}
