package dev.descent.doctor.cause;

import static dev.descent.report.Evidence.against;
import static dev.descent.report.Evidence.fact;

import dev.descent.doctor.Cause;
import dev.descent.doctor.Examination;
import dev.descent.doctor.Suspect;
import dev.descent.doctor.Vitals;
import dev.descent.network.ActivationLayer;
import dev.descent.network.Identity;
import dev.descent.network.Layer;
import dev.descent.network.MaxPool;
import dev.descent.network.Place;
import dev.descent.network.Residual;
import dev.descent.report.Fault;
import dev.descent.train.Experiment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Hidden activations that cannot train here: none at all between two layers with weights, softmax or an exponential within
 * the network, or a stack of sigmoids in which the gradient vanishes (Glorot and Bengio 2010).
 */
public final class HiddenActivation implements Cause {
    private static final Set<String> FLAT = Set.of("sigmoid", "hard-sigmoid", "tanh", "softsign");

    /** So much speaks for a suspect that shows in the experiment itself. */
    private static final double SURE = 0.8;

    private static final List<String> USUAL = List.of("relu", "tanh");

    private static final double LIKELY_DEAD = 0.1;

    @Override
    public String name() {
        return "hidden-activation";
    }

    @Override
    public String tells() {
        return "no non-linearity between layers, softmax or exponential within the network, a gradient that vanishes through flat activations, ReLU units that are always 0";
    }

    @Override
    public List<Fault> faults() {
        return List.of(Fault.ACTIVATION_MISSING, Fault.ACTIVATION_WRONG, Fault.UNITS_DEAD);
    }

    @Override
    public List<Suspect> suspects(Examination examination) {
        List<Suspect> suspects = new ArrayList<>();
        List<Place> hidden = examination.hiddenLayers().stream()
                .filter(place -> LayerEdit.isWeighted(place.layer()))
                .toList();
        missing(examination, hidden, suspects);
        List<Place> activated = activated(examination);
        for (String wrong : List.of("softmax", "exponential", "step")) {
            activated.stream()
                    .filter(place -> name(place).equals(wrong))
                    .findFirst()
                    .ifPresent(place -> usual(
                                    wrong,
                                    new Suspect(
                                            Fault.ACTIVATION_WRONG,
                                            place.name() + ".activation",
                                            wrong.equals("softmax") ? 0.85 : 0.91,
                                            "%s has %s as its activation, which %s"
                                                    .formatted(place.name(), wrong, harm(wrong)),
                                            List.of(),
                                            "",
                                            examination.experiment()))
                            .forEach(suspects::add));
        }
        vanishing(examination, activated, suspects);
        bornDead(examination, hidden, suspects);
        deadFromTheStart(examination, activated, suspects);
        dying(examination, activated, suspects);
        return suspects;
    }

    /** Where activations stand before the last layer with weights: in one with weights, in its norm, or alone. */
    private static List<Place> activated(Examination examination) {
        List<Place> places = examination.layout().places();
        int last = places.size() - 1;
        while (last > 0 && !LayerEdit.isWeighted(places.get(last).layer())) {
            last--;
        }
        return places.subList(0, last).stream()
                .filter(place -> LayerEdit.isWeighted(place.layer())
                        || (place.isNumbered() && !(place.activation() instanceof Identity)))
                .toList();
    }

    @Override
    public List<Suspect> reservations(Examination examination) {
        return suspects(examination).stream()
                .filter(one -> one.weight() >= SURE && one.fault() != Fault.UNITS_DEAD)
                .toList();
    }

    /**
     * A narrow, deep stack of ReLU: the chance that already at the start every unit of one of its layers is 0 for a given
     * sample, so that nothing passes, is at least {@code 1 − Π(1 − 2^−units)} (Lu, Shin, Su and Karniadakis 2019, "Dying ReLU
     * and Initialization", theorem 3.2).
     */
    private static void bornDead(Examination examination, List<Place> hidden, List<Suspect> suspects) {
        List<Place> rectified =
                hidden.stream().filter(place -> name(place).equals("relu")).toList();
        double alive = 1;
        for (Place place : rectified) {
            alive *= 1 - Math.pow(0.5, place.output().size());
        }
        double dead = 1 - alive;
        if (dead < LIKELY_DEAD || rectified.size() < 3) {
            return;
        }
        suspects.add(new Suspect(
                Fault.ACTIVATION_WRONG,
                rectified.getFirst().name() + ".activation",
                SURE,
                "%d layers of ReLU, the narrowest of %d units: the chance that a sample gets through none of them is %.0f %% at the start"
                        .formatted(
                                rectified.size(),
                                rectified.stream()
                                        .mapToInt(place -> place.output().size())
                                        .min()
                                        .orElse(0),
                                100 * dead),
                List.of(against("chance of a dead stack", dead, LIKELY_DEAD, "Lu et al. 2019, theorem 3.2")),
                "hidden activation: relu → selu with its start lecun-normal",
                LayerEdit.initializers(
                        LayerEdit.hiddenActivation(examination.experiment(), "relu"::equals, "selu"),
                        "lecun-normal",
                        "glorot-uniform")));
    }

    /**
     * The usual activations in place of a wrong one: which is better here, their trials tell.
     *
     * @param now the wrong one
     * @param wrong what speaks against it, in the experiment as it is
     */
    private static List<Suspect> usual(String now, Suspect wrong) {
        return IntStream.range(0, USUAL.size())
                .mapToObj(i -> new Suspect(
                        wrong.fault(),
                        wrong.place(),
                        wrong.weight() - 0.01 * i,
                        wrong.says(),
                        wrong.evidence(),
                        "hidden activation: %s → %s".formatted(now, USUAL.get(i)),
                        LayerEdit.hiddenActivation(wrong.mended(), now::equals, USUAL.get(i))))
                .toList();
    }

    private static String name(Place place) {
        return place.activation().spec().name();
    }

    private static String harm(String activation) {
        return switch (activation) {
            case "softmax" -> "makes its units compete for a sum of 1 and shrinks the signal";
            case "exponential" -> "grows without bound, layer by layer";
            default -> "has a derivative of 0 everywhere";
        };
    }

    private static void missing(Examination examination, List<Place> hidden, List<Suspect> suspects) {
        List<Place> linear = hidden.stream()
                .filter(place -> name(place).equals("identity") && !isFollowedByActivation(examination, place))
                .toList();
        if (linear.isEmpty()) {
            return;
        }
        boolean isOneMap = linear.size() == hidden.size()
                && linear.stream().noneMatch(place -> isFollowedBy(examination, place, MaxPool.class::isInstance));
        suspects.addAll(usual(
                "identity",
                new Suspect(
                        Fault.ACTIVATION_MISSING,
                        linear.getFirst().name() + ".activation",
                        isOneMap ? SURE : 0.5,
                        isOneMap
                                ? "no hidden layer has a non-linearity: however many layers, the network computes one linear map"
                                : "%s has no non-linearity, so it adds little to what the next layer computes"
                                        .formatted(linear.getFirst().name()),
                        List.of(
                                fact("hidden layers without non-linearity", linear.size()),
                                fact("hidden layers", hidden.size())),
                        "",
                        examination.experiment())));
    }

    /** An activation of its own, batch norm with an activation behind it, or a block that has some within. */
    private static boolean isFollowedByActivation(Examination examination, Place place) {
        return isFollowedBy(
                examination,
                place,
                next -> next instanceof ActivationLayer
                        || next instanceof Residual
                        || !(next.activation() instanceof Identity));
    }

    /** Whether such a layer stands between the place and the next one with weights. */
    private static boolean isFollowedBy(Examination examination, Place place, Predicate<Layer> such) {
        return LayerEdit.until(examination.experiment().layers(), positionOf(examination, place)).stream()
                .anyMatch(such);
    }

    /** Where a place's layer stands in the experiment, which may have several layers that are equal. */
    private static int positionOf(Examination examination, Place place) {
        List<Layer> layers = examination.experiment().layers();
        List<Place> weighted = examination.layout().places().stream()
                .filter(one -> LayerEdit.isWeighted(one.layer()))
                .toList();
        int[] positions = IntStream.range(0, layers.size())
                .filter(i -> LayerEdit.isWeighted(layers.get(i)))
                .toArray();
        return positions[weighted.indexOf(place)];
    }

    private static void vanishing(Examination examination, List<Place> hidden, List<Suspect> suspects) {
        long flat = hidden.stream().filter(place -> FLAT.contains(name(place))).count();
        if (flat < 2) {
            return;
        }
        double ratio = gradientRatio(examination.trial().first());
        double weight = flat >= 4 ? 0.8 : ratio < 0.05 ? 0.75 : 0.45;
        String now = name(hidden.stream()
                .filter(place -> FLAT.contains(name(place)))
                .findFirst()
                .orElseThrow());
        // ReLU first: SELU is for stacks so narrow that units of ReLU die.
        for (String steep : List.of("relu", "selu")) {
            suspects.add(new Suspect(
                    Fault.ACTIVATION_WRONG,
                    hidden.getFirst().name() + ".activation",
                    (now.equals("tanh") ? weight * 0.8 : weight) - (steep.equals("selu") ? 0.01 : 0),
                    "%d hidden layers of %s: at the first step the gradient that reaches the first layer is %.2g of the last one's"
                            .formatted(flat, now, ratio),
                    List.of(against(
                            "gradient of the first layer over the last", ratio, 1e-3, "AUTOTRAINER, ICSE 2021")),
                    "hidden activation: %s → %s".formatted(now, steep),
                    LayerEdit.initializers(
                            LayerEdit.hiddenActivation(examination.experiment(), FLAT::contains, steep),
                            steep.equals("selu") ? "lecun-normal" : "he-normal",
                            "glorot-uniform")));
        }
    }

    private static void deadFromTheStart(Examination examination, List<Place> hidden, List<Suspect> suspects) {
        for (Vitals.OfLayer layer : examination.trial().first().layers()) {
            boolean isHidden = hidden.stream().anyMatch(other -> other.name().equals(layer.name()));
            Experiment unbiased = LayerEdit.unbiased(examination.experiment());
            if (isHidden
                    && layer.activation().equals("relu")
                    && layer.silent() > 0.5
                    && !unbiased.equals(examination.experiment())) {
                suspects.add(new Suspect(
                        Fault.UNITS_DEAD,
                        layer.name() + ".bias",
                        0.8,
                        "%.0f %% of the ReLU units of %s are 0 for every sample at the first step already: their biases hold them down"
                                .formatted(100 * layer.silent(), layer.name()),
                        List.of(against(
                                "share of units always 0 in " + layer.name() + " at step 1",
                                layer.silent(),
                                0.5,
                                "SageMaker Debugger, dead_relu")),
                        "bias-initializer: zeros",
                        unbiased));
                return;
            }
        }
    }

    private static void dying(Examination examination, List<Place> hidden, List<Suspect> suspects) {
        double worst = 0;
        String place = "";
        for (Vitals.OfLayer layer : examination.trial().last().layers()) {
            boolean isHidden = hidden.stream().anyMatch(other -> other.name().equals(layer.name()));
            if (isHidden && layer.activation().equals("relu") && layer.silent() > worst) {
                worst = layer.silent();
                place = layer.name();
            }
        }
        if (worst < 0.5) {
            return;
        }
        suspects.add(new Suspect(
                Fault.ACTIVATION_WRONG,
                place + ".activation",
                0.4 + 0.3 * worst,
                "%.0f %% of the ReLU units of %s are 0 for every sample and get no gradient"
                        .formatted(100 * worst, place),
                List.of(against("share of units always 0 in " + place, worst, 0.5, "SageMaker Debugger, dead_relu")),
                "hidden activation: relu → selu with its start lecun-normal",
                LayerEdit.initializers(
                        LayerEdit.hiddenActivation(examination.experiment(), "relu"::equals, "selu"),
                        "lecun-normal",
                        "glorot-uniform")));
    }

    /** Root mean square of the first layer's weight gradient over the last one's. */
    static double gradientRatio(Vitals vitals) {
        List<Vitals.OfParameter> weights = vitals.parameters().stream()
                .filter(parameter -> parameter.name().endsWith(".weight"))
                .toList();
        double last = weights.getLast().gradient();
        return last == 0 ? Double.NaN : weights.getFirst().gradient() / last;
    }
}
