package dev.descent.doctor.rule;

import dev.descent.network.Dropout;
import dev.descent.trace.Recording;
import java.util.List;

/**
 * Too little comes through to learn from.
 *
 * @param threshold see {@link #definition}
 */
public record HighDropout(double threshold) implements Rule {
    public HighDropout() {
        this(0.5);
    }

    @Override
    public String name() {
        return "high-dropout";
    }

    @Override
    public String definition() {
        return "a dropout layer leaves out more than %s of its inputs".formatted(Seen.percent(threshold));
    }

    @Override
    public String source() {
        return "UMLAUT: 0.5";
    }

    @Override
    public List<Alarm> check(Recording recording) {
        return recording.places().stream()
                .filter(place -> place.layer() instanceof Dropout dropout && dropout.rate() > threshold)
                .map(place -> new Alarm(
                        name(),
                        place.name(),
                        0,
                        "%s leaves out more than %s of its inputs".formatted(place.name(), Seen.percent(threshold)),
                        1,
                        threshold,
                        false))
                .toList();
    }
}
