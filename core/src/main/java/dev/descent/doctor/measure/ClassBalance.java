package dev.descent.doctor.measure;

import dev.descent.data.Dataset;
import dev.descent.report.Evidence;
import java.util.List;

/** How evenly the samples share out over the classes. */
public final class ClassBalance implements Measurement {
    @Override
    public String name() {
        return "class-balance";
    }

    @Override
    public String tells() {
        return "how evenly the samples share out over the classes";
    }

    @Override
    public List<Evidence> measure(Subject subject) {
        Dataset data = subject.data().train();
        if (!data.isClassification()) {
            return List.of();
        }
        int least = Integer.MAX_VALUE;
        int most = 0;
        double entropy = 0;
        for (int count : data.classCounts()) {
            least = Math.min(least, count);
            most = Math.max(most, count);
            double share = (double) count / data.size();
            entropy -= share == 0 ? 0 : share * Math.log(share);
        }
        return List.of(
                Evidence.against(
                        "largest class over the smallest",
                        (double) most / least,
                        10,
                        "SageMaker Debugger's ClassImbalance"),
                Evidence.against(
                        "evenness of the classes",
                        data.classes() < 2 ? 1 : entropy / Math.log(data.classes()),
                        0.5,
                        "TheDeepChecker: label perplexity"));
    }
}
