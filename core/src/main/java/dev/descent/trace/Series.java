package dev.descent.trace;

import dev.descent.data.NdArray;
import dev.descent.train.Curve;
import dev.descent.train.Listener.EpochResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** A recording as columns of figures, each over the snapshots, by names such as {@code layer1.weight.gradient.norm}. */
final class Series {
    private Series() {}

    /** Names and figures in the order of the layers. */
    static Map<String, double[]> figures(Recording recording) {
        List<Snapshot> snapshots = recording.snapshots();
        Map<String, double[]> figures = new LinkedHashMap<>();
        figures.put("loss", column(snapshots, Snapshot::loss));
        figures.put("learning-rate", column(snapshots, Snapshot::learningRate));
        figures.put("gradient-noise-scale", column(snapshots, Snapshot::noiseScale));
        if (snapshots.isEmpty()) {
            return figures;
        }
        for (int i = 0; i < snapshots.getFirst().layers().size(); i++) {
            int layer = i;
            String name = snapshots.getFirst().layers().get(i).name();
            spread(
                    figures,
                    name + ".activation",
                    snapshots,
                    one -> one.layers().get(layer).activation());
            figures.put(
                    name + ".delta.norm",
                    column(snapshots, one -> one.layers().get(layer).delta()));
            figures.put(
                    name + ".saturated",
                    column(snapshots, one -> one.layers().get(layer).saturated()));
            figures.put(
                    name + ".dead",
                    column(snapshots, one -> one.layers().get(layer).dead()));
            figures.put(
                    name + ".constant",
                    column(snapshots, one -> one.layers().get(layer).constant()));
        }
        for (int i = 0; i < snapshots.getFirst().parameters().size(); i++) {
            int parameter = i;
            String name = snapshots.getFirst().parameters().get(i).name();
            spread(
                    figures,
                    name,
                    snapshots,
                    one -> one.parameters().get(parameter).values());
            spread(
                    figures,
                    name + ".gradient",
                    snapshots,
                    one -> one.parameters().get(parameter).gradient());
            spread(
                    figures,
                    name + ".update",
                    snapshots,
                    one -> one.parameters().get(parameter).update());
            figures.put(
                    name + ".update-ratio",
                    column(snapshots, one -> one.parameters().get(parameter).updateRatio()));
        }
        return figures;
    }

    /** What a histogram is of. */
    interface SpreadOf {
        Spread of(Snapshot snapshot);
    }

    /** Everything that has a histogram, by name. */
    static Map<String, SpreadOf> spreads(Recording recording) {
        Map<String, SpreadOf> spreads = new LinkedHashMap<>();
        if (recording.isEmpty()) {
            return spreads;
        }
        Snapshot first = recording.snapshots().getFirst();
        for (int i = 0; i < first.layers().size(); i++) {
            int layer = i;
            spreads.put(
                    first.layers().get(i).name() + ".activation",
                    one -> one.layers().get(layer).activation());
        }
        for (int i = 0; i < first.parameters().size(); i++) {
            int parameter = i;
            String name = first.parameters().get(i).name();
            spreads.put(name, one -> one.parameters().get(parameter).values());
            spreads.put(
                    name + ".gradient", one -> one.parameters().get(parameter).gradient());
            spreads.put(name + ".update", one -> one.parameters().get(parameter).update());
        }
        return spreads;
    }

    private static void spread(Map<String, double[]> figures, String name, List<Snapshot> snapshots, SpreadOf spread) {
        figures.put(name + ".norm", column(snapshots, one -> spread.of(one).norm()));
        figures.put(name + ".mean", column(snapshots, one -> spread.of(one).mean()));
        figures.put(name + ".low", column(snapshots, one -> spread.of(one).low()));
        figures.put(name + ".high", column(snapshots, one -> spread.of(one).high()));
        figures.put(name + ".zero", column(snapshots, one -> spread.of(one).zero()));
        figures.put(name + ".invalid", column(snapshots, one -> spread.of(one).invalid()));
    }

    private static double[] column(List<Snapshot> snapshots, ToDoubleFunction<Snapshot> figure) {
        return snapshots.stream().mapToDouble(figure).toArray();
    }

    /**
     * Arrays for {@code .npz}: {@code steps}, the figures, {@code NAME.histogram [snapshots, bins]} with
     * {@code histogram.edges}, {@code LAYER.units.saturated} and {@code .zero [snapshots, units]} in percent, {@code losses}
     * with {@code losses.steps}, and {@code epochs} with a column for each of epoch, steps, loss, accuracy, held-out loss and
     * held-out accuracy.
     */
    static Map<String, NdArray> arrays(Recording recording) {
        List<Snapshot> snapshots = recording.snapshots();
        int count = snapshots.size();
        Map<String, NdArray> arrays = new LinkedHashMap<>();
        arrays.put(
                "steps", NdArray.of(snapshots.stream().mapToLong(Snapshot::step).toArray(), count));
        figures(recording).forEach((name, figures) -> arrays.put(name, NdArray.of(figures, count)));
        arrays.put("histogram.edges", NdArray.of(Spread.edges(), Spread.BINS));
        spreads(recording).forEach((name, spread) -> {
            int[] counts = new int[count * Spread.BINS];
            for (int i = 0; i < count; i++) {
                System.arraycopy(spread.of(snapshots.get(i)).histogram(), 0, counts, i * Spread.BINS, Spread.BINS);
            }
            arrays.put(name + ".histogram", NdArray.of(counts, count, Spread.BINS));
        });
        units(recording, arrays);
        Curve losses = recording.losses();
        long[] steps = new long[losses.size()];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = losses.step(i) + 1;
        }
        arrays.put("losses.steps", NdArray.of(steps, steps.length));
        arrays.put("losses", NdArray.of(losses.values(), steps.length));
        arrays.put("epochs", epochs(recording));
        return arrays;
    }

    private static void units(Recording recording, Map<String, NdArray> arrays) {
        List<Snapshot> snapshots = recording.snapshots();
        for (int i = 0; i < snapshots.getFirst().layers().size(); i++) {
            Snapshot.OfLayer first = snapshots.getFirst().layers().get(i);
            int units = first.zeroUnits().length;
            byte[] saturated = new byte[snapshots.size() * units];
            byte[] zero = new byte[snapshots.size() * units];
            for (int row = 0; row < snapshots.size(); row++) {
                Snapshot.OfLayer layer = snapshots.get(row).layers().get(i);
                System.arraycopy(layer.saturatedUnits(), 0, saturated, row * units, units);
                System.arraycopy(layer.zeroUnits(), 0, zero, row * units, units);
            }
            arrays.put(first.name() + ".units.saturated", NdArray.of(saturated, snapshots.size(), units));
            arrays.put(first.name() + ".units.zero", NdArray.of(zero, snapshots.size(), units));
        }
    }

    private static NdArray epochs(Recording recording) {
        List<double[]> rows = new ArrayList<>();
        for (EpochResult epoch : recording.epochs()) {
            rows.add(new double[] {
                epoch.epoch(),
                epoch.steps(),
                epoch.training().loss(),
                epoch.training().accuracy(),
                epoch.validation().loss(),
                epoch.validation().accuracy()
            });
        }
        double[] table = rows.stream().flatMapToDouble(java.util.Arrays::stream).toArray();
        return NdArray.of(table, rows.size(), 6);
    }

    /** A heading and a row for each snapshot. */
    static String csv(Recording recording) {
        Map<String, double[]> figures = figures(recording);
        StringBuilder csv = new StringBuilder("step");
        figures.keySet().forEach(name -> csv.append(',').append(name));
        csv.append('\n');
        for (int row = 0; row < recording.snapshots().size(); row++) {
            csv.append(recording.snapshots().get(row).step());
            for (double[] figure : figures.values()) {
                csv.append(',').append(figure[row]);
            }
            csv.append('\n');
        }
        return csv.toString();
    }
}
