package dev.descent.doctor.measure;

import dev.descent.data.Dataset;
import dev.descent.report.Evidence;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Test samples that stand in the training part too: what is measured on them says nothing about others. */
public final class Leakage implements Measurement {
    @Override
    public String name() {
        return "leakage";
    }

    @Override
    public String tells() {
        return "how many test samples stand in the training part too";
    }

    @Override
    public List<Evidence> measure(Subject subject) {
        Dataset train = subject.data().train();
        Dataset test = subject.data().test();
        Set<Row> known = new HashSet<>();
        for (int sample = 0; sample < train.size(); sample++) {
            known.add(Row.of(train, sample));
        }
        int found = 0;
        for (int sample = 0; sample < test.size(); sample++) {
            found += known.contains(Row.of(test, sample)) ? 1 : 0;
        }
        return List.of(Evidence.against(
                "share of test samples that were trained on", (double) found / test.size(), 0.01, "1 % may be chance"));
    }
}
