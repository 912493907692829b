package dev.descent.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All measurements of a run by figure and peer: median, least and greatest over the rounds. */
final class Summary {
    private final Map<Figure, Map<String, Map<Integer, List<Double>>>> values = new LinkedHashMap<>();

    /**
     * What is known of one figure of one peer.
     *
     * @param threads the setting that was best
     */
    record Cell(double median, double least, double greatest, int threads, int rounds) {}

    void add(Measurement measurement) {
        values.computeIfAbsent(measurement.figure(), figure -> new LinkedHashMap<>())
                .computeIfAbsent(measurement.peer(), peer -> new LinkedHashMap<>())
                .computeIfAbsent(measurement.threads(), threads -> new ArrayList<>())
                .add(measurement.value());
    }

    /** All figures, by task in the order in which they were first measured. */
    Map<String, List<Figure>> figuresByTask() {
        Map<String, List<Figure>> byTask = new LinkedHashMap<>();
        values.keySet()
                .forEach(figure -> byTask.computeIfAbsent(figure.task(), task -> new ArrayList<>())
                        .add(figure));
        return byTask;
    }

    /** The peers that have one of these figures. */
    Set<String> peers(List<Figure> figures) {
        Set<String> peers = new LinkedHashSet<>();
        figures.forEach(
                figure -> peers.addAll(values.getOrDefault(figure, Map.of()).keySet()));
        return peers;
    }

    /** The peer's figure at its better number of threads. */
    Optional<Cell> cell(Figure figure, String peer) {
        Comparator<Cell> byMedian = Comparator.comparingDouble(Cell::median);
        return values.getOrDefault(figure, Map.of()).getOrDefault(peer, Map.of()).entrySet().stream()
                .map(entry -> cell(entry.getKey(), entry.getValue()))
                .max(figure.isRate() ? byMedian : byMedian.reversed());
    }

    private static Cell cell(int threads, List<Double> rounds) {
        double[] sorted =
                rounds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Cell(median, sorted[0], Arrays.stream(sorted).max().orElseThrow(), threads, sorted.length);
    }

    /** The fastest system other than Descent. */
    Optional<String> fastestPeer(Figure figure) {
        return values.getOrDefault(figure, Map.of()).keySet().stream()
                .filter(peer -> !peer.equals(Peer.DESCENT))
                .max(Comparator.comparingDouble(peer -> {
                    double median = cell(figure, peer).orElseThrow().median();
                    return figure.isRate() ? median : -median;
                }));
    }

    /** How many times better Descent is than the fastest peer, by the medians. */
    Optional<Double> ratio(Figure figure) {
        return cell(figure, Peer.DESCENT)
                .flatMap(ours -> fastestPeer(figure)
                        .flatMap(peer -> cell(figure, peer))
                        .map(theirs -> figure.ratio(ours.median(), theirs.median())));
    }
}
