package dev.descent.doctor.measure;

import dev.descent.data.Dataset;
import dev.descent.report.Evidence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Training samples with the very same inputs, and those of them that contradict each other by their targets. */
public final class Duplicates implements Measurement {
    @Override
    public String name() {
        return "duplicates";
    }

    @Override
    public String tells() {
        return "how many training samples stand there twice, and how many of them with another target";
    }

    @Override
    public List<Evidence> measure(Subject subject) {
        Dataset data = subject.data().train();
        Map<Row, Integer> first = new HashMap<>();
        int twice = 0;
        int conflicting = 0;
        for (int sample = 0; sample < data.size(); sample++) {
            Integer before = first.putIfAbsent(Row.of(data, sample), sample);
            if (before != null) {
                twice++;
                conflicting += agree(data, before, sample) ? 0 : 1;
            }
        }
        return List.of(
                Evidence.fact("share of samples that stand there before", (double) twice / data.size()),
                Evidence.against(
                        "share of samples that contradict an equal one",
                        (double) conflicting / data.size(),
                        0.01,
                        "no network can learn both"));
    }

    private static boolean agree(Dataset data, int one, int other) {
        for (int output = 0; output < data.targetSize(); output++) {
            if (data.target(one, output) != data.target(other, output)) {
                return false;
            }
        }
        return true;
    }
}
