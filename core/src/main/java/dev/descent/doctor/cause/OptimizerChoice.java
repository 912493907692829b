package dev.descent.doctor.cause;

import static dev.descent.report.Evidence.against;
import static dev.descent.report.Evidence.fact;

import dev.descent.doctor.Cause;
import dev.descent.doctor.Examination;
import dev.descent.doctor.Suspect;
import dev.descent.report.Fault;
import dev.descent.spec.Arguments;
import dev.descent.train.Experiment;
import dev.descent.train.Momentum;
import dev.descent.train.Nesterov;
import dev.descent.train.Optimizers;
import java.util.ArrayList;
import java.util.List;

/** An optimizer that does not suit the task, or one whose own coefficients break it. */
public final class OptimizerChoice implements Cause {
    private static final double MOST_MOMENTUM = 0.99;

    /** So much speaks against coefficients that break an optimizer. */
    private static final double BREAKS = 0.8;

    @Override
    public String name() {
        return "optimizer";
    }

    @Override
    public String tells() {
        return "an epsilon that divides by almost nothing, a momentum of almost 1, or an optimizer that does not get ahead where Adam does";
    }

    @Override
    public List<Fault> faults() {
        return List.of(Fault.OPTIMIZER_WRONG);
    }

    @Override
    public List<Suspect> suspects(Examination examination) {
        Experiment experiment = examination.experiment();
        String name = experiment.optimizer().spec().name();
        List<Suspect> suspects = new ArrayList<>();
        if (name.startsWith("adam") && !name.equals("adamax")) {
            Arguments arguments = experiment.optimizer().spec().arguments("beta1", "beta2", "epsilon", "weight-decay");
            double epsilon = arguments.number("epsilon", 1e-8);
            if (epsilon < 1e-12) {
                suspects.add(new Suspect(
                        Fault.OPTIMIZER_WRONG,
                        "optimizer",
                        BREAKS,
                        "Adam's epsilon is %s: where the gradient is almost 0 the step is divided by almost nothing"
                                .formatted(epsilon),
                        List.of(fact("epsilon", epsilon)),
                        "optimizer: adam",
                        experiment.withOptimizer(Optimizers.parse(name))));
            }
        }
        double momentum = momentum(experiment);
        if (momentum > MOST_MOMENTUM) {
            double times = 1 / (1 - momentum);
            suspects.add(new Suspect(
                    Fault.OPTIMIZER_WRONG,
                    "optimizer",
                    BREAKS,
                    "%s keeps %s of its velocity, so that its steps grow up to %.0f times as long as the rate says"
                            .formatted(name, momentum, times),
                    List.of(against("momentum", momentum, MOST_MOMENTUM, "usual values are 0.5 to 0.99")),
                    "optimizer: %s(0.9)".formatted(name),
                    experiment.withOptimizer(Optimizers.parse(name + "(0.9)"))));
        }
        if (!name.startsWith("adam") && experiment.learningRate() > 0 && !StepSize.isHurt(examination.trial())) {
            suspects.add(adam(experiment));
        }
        return suspects;
    }

    /** Adam at its usual rate: two fields at once, so that a single one that does as well goes first. */
    public static Suspect adam(Experiment experiment) {
        return new Suspect(
                Fault.OPTIMIZER_WRONG,
                "optimizer",
                0.12,
                "%s at rate %s does not get ahead here where Adam does"
                        .formatted(experiment.optimizer().spec().name(), experiment.learningRate()),
                List.of(),
                "optimizer: adam, learning-rate: 0.001",
                experiment.withOptimizer(Optimizers.parse("adam")).withLearningRate(0.001));
    }

    /** An epsilon or a momentum that no healthy training has. */
    @Override
    public List<Suspect> reservations(Examination examination) {
        return suspects(examination).stream()
                .filter(one -> one.weight() >= BREAKS)
                .toList();
    }

    private static double momentum(Experiment experiment) {
        return switch (experiment.optimizer()) {
            case Momentum(double momentum) -> momentum;
            case Nesterov(double momentum) -> momentum;
            default -> 0;
        };
    }
}
