package dev.descent.doctor.rule;

import dev.descent.network.Dense;
import dev.descent.network.Place;
import dev.descent.trace.Recording;
import java.util.ArrayList;
import java.util.List;

/**
 * Two dense layers without activation between them are one.
 *
 * @param threshold see {@link #definition}
 */
public record LinearHidden(double threshold) implements Rule {
    public LinearHidden() {
        this(0);
    }

    @Override
    public String name() {
        return "linear-hidden";
    }

    @Override
    public String definition() {
        return "a hidden dense layer has no activation and the next layer is dense too";
    }

    @Override
    public String source() {
        return "UMLAUT: linear hidden layer; NeuraLint";
    }

    @Override
    public List<Alarm> check(Recording recording) {
        List<Alarm> alarms = new ArrayList<>();
        List<Place> places = recording.places();
        for (int i = 0; i + 1 < places.size(); i++) {
            boolean isLinear = places.get(i).layer() instanceof Dense
                    && places.get(i + 1).layer() instanceof Dense
                    && places.get(i).activation().spec().name().equals("identity");
            if (isLinear) {
                alarms.add(new Alarm(
                        name(),
                        places.get(i).name(),
                        0,
                        "%s has no activation before %s"
                                .formatted(
                                        places.get(i).name(), places.get(i + 1).name()),
                        1,
                        threshold,
                        false));
            }
        }
        return alarms;
    }
}
