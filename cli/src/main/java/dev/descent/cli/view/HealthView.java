package dev.descent.cli.view;

import dev.descent.cli.terminal.Rgb;
import dev.descent.cli.terminal.Terminal;
import dev.descent.data.TrainTest;
import dev.descent.doctor.Watch;
import dev.descent.doctor.rule.Alarm;
import java.util.ArrayList;
import java.util.List;

/** How a watched training is: a line when it is well, else its symptoms, and why it was stopped. */
public final class HealthView {
    private static final int MOST = 3;

    private HealthView() {}

    public static List<String> lines(Watch watch, TrainTest data, Terminal terminal) {
        if (watch.alarms().isEmpty()) {
            return watch.mark().isEmpty() ? List.of() : List.of(terminal.dim("health    ") + "nothing unusual");
        }
        List<String> sentences = watch.hopeless() != null
                ? watch.diagnosis(data)
                : watch.alarms().stream()
                        .map(Alarm::says)
                        .distinct()
                        .limit(MOST)
                        .toList();
        List<String> lines = new ArrayList<>();
        String label = terminal.coloured("health    ", watch.hopeless() != null ? Rgb.RED : Rgb.ORANGE);
        for (String sentence : sentences) {
            for (String line : Terminal.wrap(sentence, Math.max(20, terminal.width() - 11))) {
                lines.add(label + line);
                label = " ".repeat(10);
            }
        }
        return lines;
    }
}
