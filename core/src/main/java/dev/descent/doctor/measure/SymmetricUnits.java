package dev.descent.doctor.measure;

import dev.descent.network.Parameter;
import dev.descent.report.Evidence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Units with the very same incoming weights as another unit of their layer. Where they also feed the next layer alike they get
 * the same gradient and stay equal for ever, so that the layer is as good as one unit (Goodfellow, Bengio and Courville 2016,
 * section 8.4).
 */
public final class SymmetricUnits implements Measurement {
    @Override
    public String name() {
        return "symmetric-units";
    }

    @Override
    public String tells() {
        return "how many units have the same weights as another one";
    }

    @Override
    public List<Evidence> measure(Subject subject) {
        List<Evidence> evidence = new ArrayList<>();
        for (Parameter parameter : subject.layout().parameters()) {
            if (parameter.decays() && parameter.shape().rank() > 1) {
                evidence.add(Evidence.against(
                        "share of units equal to another in " + parameter.name(),
                        equal(parameter, subject.values()),
                        0,
                        "drawn at random, no two are equal"));
            }
        }
        return evidence;
    }

    /** Dense weights have a column for each unit, convolutions a first axis. */
    private static double equal(Parameter parameter, double[] values) {
        boolean isDense = parameter.shape().rank() == 2;
        int units = parameter.shape().dimension(isDense ? 1 : 0);
        int inputs = parameter.size() / units;
        Set<List<Double>> seen = new HashSet<>();
        for (int unit = 0; unit < units; unit++) {
            List<Double> weights = new ArrayList<>(inputs);
            for (int input = 0; input < inputs; input++) {
                weights.add(values[parameter.offset() + (isDense ? input * units + unit : unit * inputs + input)]);
            }
            seen.add(weights);
        }
        return units == 1 ? 0 : 1 - (double) (seen.size() - (seen.size() > 1 ? 0 : 1)) / units;
    }
}
