package dev.descent.doctor.cause;

import static dev.descent.report.Evidence.against;
import static dev.descent.report.Evidence.fact;

import dev.descent.doctor.Cause;
import dev.descent.doctor.DataFacts;
import dev.descent.doctor.Examination;
import dev.descent.doctor.Suspect;
import dev.descent.network.Losses;
import dev.descent.report.Fault;
import dev.descent.spec.Spec;
import dev.descent.train.Experiment;
import java.util.ArrayList;
import java.util.List;

/** Targets in raw units far from 1, or class numbers where one output per class is needed. */
public final class TargetScale implements Cause {
    private static final double FAR_OFF = 0.75;

    @Override
    public String name() {
        return "targets";
    }

    @Override
    public String tells() {
        return "class numbers where one output per class is needed, or targets far from 1";
    }

    @Override
    public List<Fault> faults() {
        return List.of(Fault.TARGETS_WRONG_ENCODING, Fault.TARGETS_OUT_OF_RANGE);
    }

    @Override
    public List<Suspect> suspects(Examination examination) {
        DataFacts facts = examination.facts();
        Experiment experiment = examination.experiment();
        List<Suspect> suspects = new ArrayList<>();
        String loss = experiment.loss().spec().name();
        String output = examination.outputLayer().activation().spec().name();
        boolean isBounded = output.equals("sigmoid") || output.equals("softmax");
        if (facts.integerClasses() > 2 && (loss.contains("cross-entropy") || isBounded)) {
            int classes = facts.integerClasses();
            Experiment labelled = experiment
                    .withData(experiment.data().withTransforms(and(experiment, "class-labels")))
                    .withLoss(Losses.CROSS_ENTROPY);
            suspects.add(new Suspect(
                    Fault.TARGETS_WRONG_ENCODING,
                    "data",
                    0.97,
                    "targets are the class numbers 0 to %d, but one output with %s can only say yes or no"
                            .formatted(classes - 1, isBounded ? output : loss),
                    List.of(fact("classes", classes), fact("outputs", 1)),
                    "one output per class: dense(%d, activation=softmax) with cross-entropy and labels"
                            .formatted(classes),
                    LayerEdit.outputUnits(labelled, classes, "softmax")));
        }
        double reach = Math.max(Math.abs(facts.targetLow()), Math.abs(facts.targetHigh()));
        if (!examination.isClassification() && reach > 10) {
            suspects.add(new Suspect(
                    Fault.TARGETS_OUT_OF_RANGE,
                    "data",
                    reach > 100 ? FAR_OFF : 0.5,
                    "targets reach %.4g: errors and gradients are as large, and a step made for targets about 1 is too large or too small"
                            .formatted(reach),
                    List.of(against("largest target", reach, 10, "rule of thumb")),
                    "data.transforms: [standardize-targets]",
                    experiment.withData(experiment.data().withTransforms(and(experiment, "standardize-targets")))));
        }
        return suspects;
    }

    @Override
    public List<Suspect> reservations(Examination examination) {
        return suspects(examination).stream()
                .filter(one -> one.fault() == Fault.TARGETS_OUT_OF_RANGE && one.weight() >= FAR_OFF)
                .toList();
    }

    private static List<Spec> and(Experiment experiment, String transform) {
        List<Spec> transforms = new ArrayList<>(experiment.data().transforms());
        transforms.add(Spec.of(transform));
        return transforms;
    }
}
