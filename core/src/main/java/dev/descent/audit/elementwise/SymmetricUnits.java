package dev.descent.audit.elementwise;

import dev.descent.audit.Trace;
import dev.descent.data.NdArray;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Finding;
import java.util.List;
import java.util.Optional;

/**
 * Hidden units that are one unit: all columns of the weights into a layer are equal, and all rows of the weights out of it, in every
 * iteration although both change. They started equal, and nothing makes them differ (Rumelhart, Hinton and Williams 1986).
 */
final class SymmetricUnits implements Relation {
    @Override
    public Optional<Finding> find(Trace trace) {
        List<Shown> all = Shown.of(trace).stream()
                .filter(one -> one.shape().size() == 2 && !one.isConstant())
                .toList();
        for (Shown in : all) {
            for (Shown out : all) {
                if (!in.equals(out) && meet(in, out, false)) {
                    return Optional.of(finding(in, out, in.shape().get(1)));
                }
                if (!in.equals(out) && meet(in, out, true)) {
                    return Optional.of(finding(in, out, in.shape().get(0)));
                }
            }
        }
        return Optional.empty();
    }

    /** Whether as many equal units come out of the one as go into the other; transposed, units are rows of the first. */
    private static boolean meet(Shown in, Shown out, boolean transposed) {
        int units = in.shape().get(transposed ? 0 : 1);
        int inputs = in.shape().get(transposed ? 1 : 0);
        boolean fits = units > 1 && inputs > 1 && out.shape().get(transposed ? 1 : 0) == units;
        return fits
                && in.values().stream().allMatch(value -> areAlike(value, transposed))
                && out.values().stream().allMatch(value -> areAlike(value, !transposed))
                && in.values().stream().noneMatch(Shown::isZero);
    }

    /** Whether all columns, or all rows, are equal. */
    private static boolean areAlike(NdArray value, boolean rows) {
        int columns = value.dimension(1);
        for (int i = 0; i < value.size(); i++) {
            int first = rows ? i % columns : i - i % columns;
            if (value.get(i) != value.get(first) || !Double.isFinite(value.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static Finding finding(Shown in, Shown out, int units) {
        return new Finding(
                Fault.INIT_SYMMETRIC,
                Certainty.LIKELY,
                in.name() + ", " + out.name(),
                "the %d units between %s and %s are equal in every iteration: they started equal, get equal gradients, and work as one unit"
                        .formatted(units, in.name(), out.name()),
                List.of(Evidence.against(
                        "different units of " + units, 1, units, "Rumelhart, Hinton and Williams 1986")),
                "%s = np.random.randn(*%s.shape) / np.sqrt(number of inputs), and so for %s"
                        .formatted(in.name(), in.name(), out.name()),
                null,
                List.of(),
                List.of(),
                null);
    }
}
