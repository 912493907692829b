package dev.descent.doctor.cause;

import static dev.descent.report.Evidence.against;
import static dev.descent.report.Evidence.fact;

import dev.descent.data.Scaling;
import dev.descent.data.transform.Missing;
import dev.descent.doctor.Cause;
import dev.descent.doctor.DataFacts;
import dev.descent.doctor.Examination;
import dev.descent.doctor.Suspect;
import dev.descent.report.Fault;
import dev.descent.report.Text;
import dev.descent.spec.Spec;
import dev.descent.train.Experiment;
import java.util.ArrayList;
import java.util.List;

/**
 * Inputs far from the unit scale that every usual start assumes (LeCun et al. 1998, "Efficient BackProp", section 4.3),
 * features of very different scale, values that are no numbers, or numbers that stand for none.
 */
public final class InputScale implements Cause {
    /** Ten times what every start assumes, or a tenth of it. */
    private static final double FAR_OFF = 10;

    /** Inputs and targets beyond this were never scaled. */
    private static final double NEVER_SCALED = 100;

    @Override
    public String name() {
        return "input-scale";
    }

    @Override
    public String tells() {
        return "inputs that are no numbers or stand for missing ones, far from the unit scale that every start assumes, or of very different scales";
    }

    @Override
    public List<Fault> faults() {
        return List.of(Fault.INPUTS_INVALID, Fault.INPUTS_UNSCALED);
    }

    @Override
    public List<Suspect> suspects(Examination examination) {
        DataFacts facts = examination.facts();
        Experiment experiment = examination.experiment();
        List<Suspect> suspects = new ArrayList<>();
        double size = Math.hypot(facts.inputMean(), facts.inputDeviation());
        boolean standardized = experiment.data().transforms().stream()
                .anyMatch(spec -> spec.name().equals("standardize"));
        if (facts.invalid() > 0) {
            suspects.add(new Suspect(
                    Fault.INPUTS_INVALID,
                    "data",
                    0.98,
                    "%d input values are NaN or infinite".formatted(facts.invalid()),
                    List.of(fact("invalid values", facts.invalid())),
                    "remove or replace the invalid values",
                    experiment));
        }
        // What was standardised has its numbers no more.
        if (!Double.isNaN(facts.placeholder()) && !standardized) {
            suspects.add(missing(experiment, facts.placeholder()));
            return suspects;
        }
        if (experiment.layers().getFirst().spec().name().endsWith("-norm")) {
            // Its first layer is the scaling.
            return suspects;
        }
        if (size > 4 || size < 0.02) {
            suspects.add(new Suspect(
                    Fault.INPUTS_UNSCALED,
                    "data.scale",
                    size > 40 && !isNormalised(experiment)
                            ? 0.91
                            : size > 4 ? Math.min(0.89, 0.35 + 0.15 * Math.log(size / 4)) : 0.75,
                    "inputs reach %.4g and have the root mean square %.4g, where the start assumes about 1"
                            .formatted(facts.inputLargest(), size),
                    List.of(against("root mean square of the inputs", size, 4, "LeCun et al. 1998, section 4.3")),
                    examination.data().train().hasPixels() ? "data.scale: 1/255" : "data.transforms: [standardize]",
                    mended(examination)));
            ownScale(examination, size, suspects);
            withTargets(examination, size, suspects);
        } else if (facts.featureSpread() > 30
                && !standardized
                && !examination.data().train().hasPixels()) {
            suspects.add(new Suspect(
                    Fault.INPUTS_UNSCALED,
                    "data.scale",
                    0.55,
                    "features have very different scales: the largest deviation is %.3g times the smallest"
                            .formatted(facts.featureSpread()),
                    List.of(against("largest over smallest deviation", facts.featureSpread(), 30, "rule of thumb")),
                    "data.transforms: [standardize]",
                    mended(examination)));
        }
        return suspects;
    }

    @Override
    public List<Suspect> reservations(Examination examination) {
        return isFarOff(examination.facts()) ? suspects(examination) : List.of();
    }

    static boolean isFarOff(DataFacts facts) {
        double size = Math.hypot(facts.inputMean(), facts.inputDeviation());
        return size > FAR_OFF || facts.inputLargest() < 1 / FAR_OFF;
    }

    private static Suspect missing(Experiment experiment, double code) {
        String remedy = "missing(%s)".formatted(Text.brief(code));
        List<Spec> transforms = new ArrayList<>(experiment.data().transforms());
        transforms.addFirst(new Missing(code).spec());
        return new Suspect(
                Fault.INPUTS_INVALID,
                "data",
                0.93,
                "the number %s lies far from all other inputs and comes again and again: it stands where a value is missing, and is taken for one"
                        .formatted(Text.brief(code)),
                List.of(fact("number for missing values", code)),
                "data.transforms: [" + remedy + "]",
                experiment.withData(experiment.data().withTransforms(transforms)));
    }

    /** Where nothing is scaled inputs alone do harm: what is as large as they are is reached through them, from 1 it is far. */
    private static void withTargets(Examination examination, double size, List<Suspect> suspects) {
        DataFacts facts = examination.facts();
        boolean areLarge = Math.max(Math.abs(facts.targetLow()), Math.abs(facts.targetHigh())) > NEVER_SCALED;
        if (examination.isClassification() || facts.copiesInputs() || size < NEVER_SCALED || !areLarge) {
            return;
        }
        Experiment scaled = mended(examination);
        List<Spec> transforms = new ArrayList<>(scaled.data().transforms());
        transforms.add(Spec.of("standardize-targets"));
        suspects.add(suspects.getLast()
                .with(
                        "data.transforms: [standardize, standardize-targets]",
                        scaled.withData(scaled.data().withTransforms(transforms))));
    }

    /** Where the experiment's own scale does the harm: without it the inputs are about as large as every start assumes. */
    private static void ownScale(Examination examination, double size, List<Suspect> suspects) {
        Experiment experiment = examination.experiment();
        Scaling scale = experiment.data().scale();
        if (scale == null || scale.offset() != 0 || examination.data().train().hasPixels()) {
            return;
        }
        double without = size / Math.abs(scale.factor());
        if (without < 4 && without > 0.25) {
            suspects.add(suspects.getLast()
                    .with(
                            "data.scale: %s → 1".formatted(scale),
                            experiment.withData(experiment.data().withScale(null))));
        }
    }

    /** Batch norm behind the first weights takes any scale out again. */
    private static boolean isNormalised(Experiment experiment) {
        return experiment.layers().stream()
                .limit(4)
                .anyMatch(layer -> layer.spec().name().endsWith("-norm"));
    }

    private static Experiment mended(Examination examination) {
        Experiment experiment = examination.experiment();
        if (examination.data().train().hasPixels()) {
            return experiment.withData(experiment.data().withScale(Scaling.PIXELS));
        }
        List<Spec> transforms = new ArrayList<>(experiment.data().transforms());
        transforms.add(Spec.of("standardize"));
        return experiment.withData(experiment.data().withTransforms(transforms));
    }
}
