package dev.descent.doctor.cause;

import static dev.descent.report.Evidence.against;
import static dev.descent.report.Evidence.fact;

import dev.descent.doctor.Cause;
import dev.descent.doctor.Examination;
import dev.descent.doctor.Suspect;
import dev.descent.network.BatchNorm;
import dev.descent.network.Conv2d;
import dev.descent.network.Dense;
import dev.descent.network.Identity;
import dev.descent.network.Layer;
import dev.descent.network.LayerNorm;
import dev.descent.network.Layers;
import dev.descent.network.Residual;
import dev.descent.report.Fault;
import dev.descent.train.Experiment;
import java.util.ArrayList;
import java.util.List;

/** A network too small for its task, or a plain stack so deep that no signal gets through (He et al. 2016, figure 1). */
public final class Size implements Cause {
    private static final int DEEP = 6;

    private static final int VERY_DEEP = 10;

    @Override
    public String name() {
        return "size";
    }

    @Override
    public String tells() {
        return "a bottleneck of few units, no hidden layer, or a plain stack too deep for a signal to pass";
    }

    @Override
    public List<Fault> faults() {
        return List.of(Fault.NETWORK_TOO_SMALL, Fault.NETWORK_TOO_DEEP);
    }

    @Override
    public List<Suspect> suspects(Examination examination) {
        List<Suspect> suspects = new ArrayList<>();
        Experiment experiment = examination.experiment();
        List<Dense> hidden = hiddenDense(experiment);
        // Without a non-linearity all layers are one linear map, however wide they are.
        double width = isLinear(experiment) ? 0.5 : 1;
        int narrowest = hidden.stream().mapToInt(Dense::units).min().orElse(Integer.MAX_VALUE);
        for (int wide : narrowest <= 16 ? new int[] {32, 128} : new int[0]) {
            suspects.add(new Suspect(
                    Fault.NETWORK_TOO_SMALL,
                    "network.layers",
                    width * (narrowest == 1 ? 0.8 : narrowest == 2 ? 0.55 : 0.35) - 1e-4 * wide,
                    "the narrowest hidden layer has %d units, too few for this task".formatted(narrowest),
                    List.of(fact("units of the narrowest hidden layer", narrowest)),
                    "hidden layers: at least %d units each".formatted(wide),
                    LayerEdit.hiddenUnits(experiment, units -> Math.max(wide, units))));
        }
        if (hidden.isEmpty() && LayerEdit.lastWeighted(experiment.layers()) == 0) {
            List<Layer> layers = new ArrayList<>(experiment.layers());
            layers.addFirst(Layers.parse("dense(32, activation=relu)"));
            suspects.add(new Suspect(
                    Fault.NETWORK_TOO_SMALL,
                    "network.layers",
                    0.3,
                    "there is no hidden layer: the network can only draw straight borders",
                    List.of(fact("hidden layers", 0)),
                    "add a hidden layer: dense(32, activation=relu)",
                    experiment.withLayers(layers)));
        }
        plainStack(experiment, suspects);
        if (hidden.size() >= DEEP) {
            suspects.add(new Suspect(
                    Fault.NETWORK_TOO_DEEP,
                    "network.layers",
                    hidden.size() >= VERY_DEEP ? 0.7 : 0.5,
                    "%d plain hidden layers stand one after another".formatted(hidden.size()),
                    List.of(fact("hidden layers", hidden.size())),
                    "keep 2 of the hidden layers",
                    shallower(experiment)));
        }
        return suspects;
    }

    /**
     * One hidden unit before several outputs, whatever its quality: all of them are functions of one number. A very deep plain
     * stack where two of its layers do better.
     */
    @Override
    public List<Suspect> reservations(Examination examination) {
        if (hiddenDense(examination.experiment()).size() >= VERY_DEEP) {
            return suspects(examination).stream()
                    .filter(one -> one.fault() == Fault.NETWORK_TOO_DEEP)
                    .map(Suspect::asDoubt)
                    .limit(1)
                    .toList();
        }
        boolean isOneUnit = hiddenDense(examination.experiment()).stream().anyMatch(dense -> dense.units() == 1);
        boolean isNarrower = examination.outputLayer().output().size() > 1
                && examination.data().train().shape().size() > 1
                && !examination.facts().copiesInputs();
        return !isOneUnit || !isNarrower
                ? List.of()
                : suspects(examination).stream()
                        .filter(one -> one.fault() == Fault.NETWORK_TOO_SMALL)
                        .limit(1)
                        .toList();
    }

    /** Many convolutions one after another through which nothing keeps the signal's size (Ioffe and Szegedy 2015). */
    private static void plainStack(Experiment experiment, List<Suspect> suspects) {
        List<Layer> layers = experiment.layers();
        int last = LayerEdit.lastWeighted(layers);
        int weighted = (int) layers.subList(0, Math.max(0, last)).stream()
                .filter(LayerEdit::isWeighted)
                .count();
        boolean isPlain = layers.stream()
                .noneMatch(
                        layer -> layer instanceof BatchNorm || layer instanceof LayerNorm || layer instanceof Residual);
        if (weighted < DEEP || !isPlain || layers.stream().noneMatch(Conv2d.class::isInstance)) {
            return;
        }
        List<Layer> normalised = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            normalised.add(layers.get(i));
            if (i < last && LayerEdit.isWeighted(layers.get(i))) {
                normalised.add(Layers.parse("batch-norm"));
            }
        }
        suspects.add(new Suspect(
                Fault.NETWORK_TOO_DEEP,
                "network.layers",
                weighted >= 10 ? 0.6 : 0.5,
                "%d layers with weights stand one after another without anything that keeps the signal's size"
                        .formatted(weighted),
                List.of(against("plain layers with weights", weighted, DEEP - 1, "Ioffe and Szegedy 2015, section 1")),
                "batch norm behind each hidden layer with weights",
                experiment.withLayers(normalised)));
    }

    private static List<Dense> hiddenDense(Experiment experiment) {
        int last = LayerEdit.lastWeighted(experiment.layers());
        return experiment.layers().subList(0, Math.max(0, last)).stream()
                .filter(Dense.class::isInstance)
                .map(Dense.class::cast)
                .toList();
    }

    private static boolean isLinear(Experiment experiment) {
        return experiment.layers().subList(0, Math.max(0, LayerEdit.lastWeighted(experiment.layers()))).stream()
                .allMatch(layer -> layer.activation() instanceof Identity && !(layer instanceof Residual));
    }

    private static Experiment shallower(Experiment experiment) {
        int last = LayerEdit.lastWeighted(experiment.layers());
        List<Layer> layers = new ArrayList<>();
        int kept = 0;
        for (int i = 0; i < experiment.layers().size(); i++) {
            Layer layer = experiment.layers().get(i);
            boolean isHidden = layer instanceof Dense && i < last;
            if (!isHidden || kept++ < 2) {
                layers.add(layer);
            }
        }
        return experiment.withLayers(layers);
    }
}
