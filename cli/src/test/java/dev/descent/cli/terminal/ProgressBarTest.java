package dev.descent.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
    private long now;

    @Test
    void aPipeGetsOnlyTheLinesThatStay() {
        try (ProgressBar bar = new ProgressBar(Terminal.plain(out, 80), "", () -> now)) {
            bar.show("epoch 1", 0.5, "loss 1");
            bar.keep("epoch 1 done");
        }
        assertThat(written.toString(StandardCharsets.UTF_8)).isEqualTo("epoch 1 done" + System.lineSeparator());
    }

    @Test
    void theLineIsRedrawnAtMostTwelveTimesASecond() {
        ProgressBar bar = new ProgressBar(new Terminal(out, true, 80, Colours.NONE, true), "", () -> now);
        for (int call = 0; call < 1000; call++) {
            bar.show("epoch", call / 1000.0, "");
            now += 1_000_000;
        }
        assertThat(written.toString(StandardCharsets.UTF_8).split("\r").length - 1)
                .isBetween(10, 13);
    }

    @Test
    void theLineNeverWraps() {
        for (int width = 20; width < 140; width++) {
            ProgressBar bar = new ProgressBar(new Terminal(out, true, width, Colours.TRUE, true), "", () -> now);
            String line = bar.line("epoch 10/10", 0.5, "loss 0.1234  accuracy 97.53 %", Duration.ofSeconds(61));
            assertThat(Terminal.columnsOf(line)).isLessThan(width);
        }
    }

    @Test
    void theTimeLeftIsReckonedFromTheStart() {
        ProgressBar bar = new ProgressBar(new Terminal(out, true, 80, Colours.NONE, true), "", () -> now);
        now = 10_000_000_000L;
        bar.show("", 0.25, "");
        assertThat(written.toString(StandardCharsets.UTF_8)).contains("0:30 left");
    }
}
