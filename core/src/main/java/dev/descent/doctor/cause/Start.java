package dev.descent.doctor.cause;

import static dev.descent.report.Evidence.against;
import static dev.descent.report.Evidence.fact;

import dev.descent.data.Dataset;
import dev.descent.doctor.Cause;
import dev.descent.doctor.Examination;
import dev.descent.doctor.Suspect;
import dev.descent.doctor.Vitals;
import dev.descent.network.Parameter;
import dev.descent.report.Fault;
import dev.descent.train.Experiment;
import java.util.ArrayList;
import java.util.List;

/**
 * The start: units that begin equal and stay equal, weights that saturate or explode the activations, or that let the signal
 * die (Glorot and Bengio 2010, eq. 10; He et al. 2015, eq. 10).
 */
public final class Start implements Cause {
    /** A first loss this many times that of a constant answer is sure of wrong answers. */
    private static final double SURE_OF_NOTHING = 3;

    /** A first loss this many times that of a constant answer does harm where the first steps away from it kill units. */
    private static final double UNSURE = 1.5;

    private static final double HALF = 0.5;

    /** Of the first layer's signal so little is lost beside any bias in float's 24 bits. */
    private static final double LOST = 1e-6;

    /** Of a signal that every layer shrinks a little this share is left behind many of them. */
    private static final double FADED = 0.01;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String tells() {
        return "units that start equal, or a deviation far from what the fan-in asks for";
    }

    @Override
    public List<Fault> faults() {
        return List.of(Fault.INIT_SYMMETRIC, Fault.INIT_TOO_LARGE, Fault.INIT_TOO_SMALL);
    }

    @Override
    public List<Suspect> suspects(Examination examination) {
        List<Suspect> suspects = new ArrayList<>();
        Vitals first = examination.trial().first();
        symmetric(examination, first, suspects);
        if (suspects.isEmpty()) {
            scale(examination, suspects);
        }
        return suspects;
    }

    /**
     * A start that is sure of wrong answers: weights on so many inputs drive the outputs far from a constant answer, and the steps
     * back may kill units.
     */
    @Override
    public List<Suspect> reservations(Examination examination) {
        Dataset train = examination.data().train();
        if (!train.isClassification()
                || !examination.experiment().loss().spec().name().startsWith("cross-entropy")) {
            return List.of();
        }
        double times = examination.trial().first().loss() / Math.log(train.classes());
        boolean killsUnits = times > UNSURE && silent(examination) > HALF;
        return suspects(examination).stream()
                .filter(one -> one.fault() == Fault.INIT_TOO_LARGE && (times > SURE_OF_NOTHING || killsUnits))
                .map(one -> one.with(against(
                        "first loss over that of a constant answer",
                        times,
                        SURE_OF_NOTHING,
                        "Karpathy 2019: it should be about 1")))
                .toList();
    }

    /** Largest share of a layer's ReLU units that are 0 for every sample at the end. */
    private static double silent(Examination examination) {
        return examination.trial().last().layers().stream()
                .filter(layer -> layer.activation().equals("relu"))
                .mapToDouble(Vitals.OfLayer::silent)
                .max()
                .orElse(0);
    }

    private static Experiment mended(Examination examination) {
        boolean rectified = examination.hiddenLayers().stream()
                .anyMatch(place -> place.activation().spec().name().contains("elu"));
        return LayerEdit.initializers(
                        examination.experiment(), rectified ? "he-normal" : "glorot-uniform", "glorot-uniform")
                .withStart(null);
    }

    private static void symmetric(Examination examination, Vitals first, List<Suspect> suspects) {
        List<String> constant = examination.layout().parameters().stream()
                .filter(parameter -> parameter.name().endsWith(".weight") && parameter.size() > 1)
                .filter(parameter -> List.of("zeros", "ones", "constant")
                        .contains(parameter.initializer().spec().name()))
                .map(Parameter::name)
                .toList();
        boolean hasHidden = examination.hiddenLayers().stream().anyMatch(place -> place.parameterCount() > 0);
        boolean alike = first.layers().stream()
                .limit(Math.max(1, first.layers().size() - 1L))
                .anyMatch(Vitals.OfLayer::alike);
        if (!hasHidden || (constant.isEmpty() && !alike)) {
            return;
        }
        String place = constant.isEmpty() ? first.layers().getFirst().name() : constant.getFirst();
        suspects.add(new Suspect(
                Fault.INIT_SYMMETRIC,
                place,
                0.95,
                "%s starts with equal values, so its units compute the same, get the same gradient and stay equal"
                        .formatted(place),
                List.of(fact("parameters that start constant", constant.size())),
                "initializer: random and scaled by fan-in",
                mended(examination)));
    }

    /** Compares the deviation of every weight's start with what its fan asks for. */
    private static void scale(Examination examination, List<Suspect> suspects) {
        Experiment experiment = examination.experiment();
        double[] values = experiment.network(examination.data().train().shape()).initialValues(experiment.seed());
        double worst = 1;
        String place = "";
        for (Parameter parameter : examination.layout().parameters()) {
            if (!parameter.name().endsWith(".weight") || parameter.size() < 8 || !parameter.decays()) {
                continue;
            }
            double squares = 0;
            for (int i = parameter.offset(); i < parameter.end(); i++) {
                squares += values[i] * values[i] / parameter.size();
            }
            // Between Glorot's start, which counts both fans, and LeCun's, which counts one, all is usual.
            double deviation = Math.sqrt(squares);
            double small =
                    deviation * Math.sqrt(Math.max(parameter.fanIn(), (parameter.fanIn() + parameter.fanOut()) / 2.0));
            double large =
                    deviation * Math.sqrt(Math.min(parameter.fanIn(), (parameter.fanIn() + parameter.fanOut()) / 2.0));
            double ratio = small < 1 ? small : Math.max(1, large);
            if (Math.abs(Math.log(ratio)) > Math.abs(Math.log(worst))) {
                worst = ratio;
                place = parameter.name();
            }
        }
        double saturated = examination.trial().first().layers().stream()
                .mapToDouble(Vitals.OfLayer::saturated)
                .max()
                .orElse(0);
        if (worst > 3.5 || (saturated > 0.5 && worst > 2)) {
            suspects.add(new Suspect(
                    Fault.INIT_TOO_LARGE,
                    place,
                    Math.min(0.8, 0.4 + 0.1 * Math.log(worst) + 0.3 * saturated),
                    "%s starts %.1f times as large as its fan-in asks for; %.0f %% of a layer is saturated at the first step"
                            .formatted(place, worst, 100 * saturated),
                    List.of(
                            against("deviation · √fan-in of " + place, worst, 3.5, "He et al. 2015, eq. 10"),
                            against("largest saturated share at step 1", saturated, 0.5, "DeepDiagnosis, ICSE 2022")),
                    "initializer: scaled by fan-in",
                    mended(examination)));
        } else if (worst < 0.3 || Math.pow(Math.min(1, worst), hidden(examination)) < FADED) {
            double left = signalLeft(examination);
            suspects.add(new Suspect(
                    Fault.INIT_TOO_SMALL,
                    place,
                    left < LOST
                            ? 0.92
                            : Math.min(
                                    0.75,
                                    0.35
                                            + 0.1 * Math.abs(Math.log(worst))
                                            + 0.05 * examination.hiddenLayers().size()),
                    "%s starts at %.2g of the size its fan-in asks for, so the signal shrinks from layer to layer, to %.2g of itself in the last hidden one"
                            .formatted(place, worst, Math.min(left, Math.pow(worst, hidden(examination)))),
                    List.of(
                            against("deviation · √fan-in of " + place, worst, 0.3, "He et al. 2015, eq. 10"),
                            against("last hidden deviation over the first", left, LOST, "float has 24 bits")),
                    "initializer: scaled by fan-in",
                    mended(examination)));
        }
    }

    /** How many hidden layers the signal passes. */
    private static int hidden(Examination examination) {
        return (int) examination.hiddenLayers().stream()
                .filter(place -> place.parameterCount() > 0)
                .count();
    }

    /** Deviation of the last hidden layer's activations over the first one's; 1 where flat activations squash it anyway. */
    private static double signalLeft(Examination examination) {
        List<Vitals.OfLayer> hidden = examination.trial().first().layers().stream()
                .filter(layer -> examination.hiddenLayers().stream()
                        .anyMatch(place -> place.name().equals(layer.name()) && place.parameterCount() > 0))
                .toList();
        boolean isFlat = hidden.stream().anyMatch(layer -> layer.activation().matches(".*sigmoid|tanh|soft.*"));
        double first = hidden.isEmpty() ? 0 : hidden.getFirst().deviation();
        return isFlat || first == 0 ? 1 : hidden.getLast().deviation() / first;
    }
}
