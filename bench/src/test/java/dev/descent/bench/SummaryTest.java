package dev.descent.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private static final Figure RATE = new Figure("train", "A", 32, "samples/s");
    private static final Figure TIME = new Figure("accuracy", "B256", 64, "s to 98 %");

    private static Summary of(Figure figure, Object... peersThreadsValues) {
        Summary summary = new Summary();
        for (int i = 0; i < peersThreadsValues.length; i += 3) {
            summary.add(
                    new Measurement((String) peersThreadsValues[i], (int) peersThreadsValues[i + 1], figure, (double)
                            peersThreadsValues[i + 2]));
        }
        return summary;
    }

    @Test
    void aCellIsTheMedianOfTheBetterNumberOfThreads() {
        Summary rates = of(RATE, "numpy", 1, 10.0, "numpy", 1, 90.0, "numpy", 1, 20.0, "numpy", 2, 15.0);
        assertThat(rates.cell(RATE, "numpy")).hasValue(new Summary.Cell(20, 10, 90, 1, 3));
        Summary times = of(TIME, "numpy", 1, 3.0, "numpy", 1, 5.0, "numpy", 2, 2.0, "numpy", 2, 3.0);
        assertThat(times.cell(TIME, "numpy")).hasValue(new Summary.Cell(2.5, 2, 3, 2, 2));
    }

    @Test
    void theRatioIsToTheFastestPeerAndAboveOneMeansDescentWins() {
        Summary rates = of(RATE, "descent", 1, 60.0, "numpy", 1, 10.0, "djl", 2, 20.0);
        assertThat(rates.fastestPeer(RATE)).hasValue("djl");
        assertThat(rates.ratio(RATE).orElseThrow()).isEqualTo(3, within(1e-12));
        Summary times = of(TIME, "descent", 1, 4.0, "numpy", 1, 2.0, "djl", 2, 20.0);
        assertThat(times.fastestPeer(TIME)).hasValue("numpy");
        assertThat(times.ratio(TIME).orElseThrow()).isEqualTo(0.5, within(1e-12));
    }

    @Test
    void withoutAPeerThereIsNoRatio() {
        assertThat(of(RATE, "descent", 1, 60.0).ratio(RATE)).isEmpty();
        assertThat(of(RATE, "numpy", 1, 60.0).ratio(RATE)).isEmpty();
    }

    @Test
    void aLineOfAProgramIsReadAndAnotherRefused() {
        String line = "{\"task\":\"train\",\"network\":\"A\",\"batch\":32,\"quantity\":\"samples/s\",\"value\":1.5e3}";
        assertThat(Measurement.parse("djl", 2, line)).isEqualTo(new Measurement("djl", 2, RATE, 1500));
        assertThatThrownBy(() -> Measurement.parse("djl", 2, "{\"task\":\"train\"}"))
                .hasMessageContaining("network");
    }

    @Test
    void aLineOfTheRawFileReadsBack() {
        Measurement measurement = new Measurement("djl", 2, TIME, 1.25);
        assertThat(Measurement.parse(measurement.json(3))).isEqualTo(measurement);
    }

    @Test
    void theReportShowsEveryPeerTheRatioAndWhoIsAbsent() {
        Summary summary = of(RATE, "descent", 1, 4_321_000.0, "numpy", 2, 631_000.0);
        List<Peer> peers = Peer.all(Path.of("cache")).stream().limit(2).toList();
        String markdown = new Report(
                        summary, peers, List.of("torch: none"), "a machine", "Python 3", "./descent bench peers")
                .markdown();
        assertThat(markdown)
                .contains("| figure | descent | numpy | ratio |")
                .contains(
                        "| A, batch 32, samples/s | 4,320,000 (4,320,000–4,320,000) 1t | 631,000 (631,000–631,000) 2t | **6.85×** |")
                .contains("absent: torch: none")
                .contains("`./descent bench peers`");
        assertThat(Chart.svg(summary)).contains("6.85× numpy").endsWith("</svg>\n");
    }

    @Test
    void everyTaskReadsBackAndSomeoneCanDoIt() {
        for (Task task : Task.values()) {
            assertThat(Task.parse(task.argument())).isEqualTo(task);
            assertThat(Peer.all(Path.of("cache"))).anyMatch(peer -> peer.tasks().contains(task));
        }
        assertThatThrownBy(() -> Task.parse("dens")).hasMessageContaining("dense");
    }

    @Test
    void aWrongProductIsFound() {
        Product product = Product.TRAINING.stream()
                .filter(each -> each.transposed() == Product.Transposed.RIGHT)
                .findFirst()
                .orElseThrow();
        assertThatThrownBy(() -> product.check(new float[product.m() * product.n()]))
                .hasMessageContaining("wrong");
    }
}
