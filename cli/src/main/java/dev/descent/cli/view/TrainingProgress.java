package dev.descent.cli.view;

import dev.descent.cli.terminal.Figures;
import dev.descent.cli.terminal.ProgressBar;
import dev.descent.cli.terminal.Rgb;
import dev.descent.cli.terminal.Terminal;
import dev.descent.train.Listener;
import dev.descent.train.Run;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A training while it goes on: a bar for the epoch under way, a line for each epoch done. */
public final class TrainingProgress implements Listener, AutoCloseable {
    /** Of trainings with more epochs than this, only every so many-th epoch leaves a line. */
    private static final int MOST_LINES = 30;

    private final Terminal terminal;
    private final ProgressBar bar;
    private final Supplier<String> health;
    private @Nullable Beginning beginning;
    private int digits = 1;
    private long epochBeganAt;
    private long samples;
    private double sumOfLoss;
    private double sumOfRight;
    private EpochResult lastEpoch = new EpochResult(0, 0, Scores.NONE, Scores.NONE, 0, 0, 0, false);
    private int lastLine;

    /** @param health how the training is in two or three words, asked for with every redrawing; empty when nobody watches */
    public TrainingProgress(Terminal terminal, Supplier<String> health) {
        this.terminal = terminal;
        this.health = health;
        this.bar = new ProgressBar(terminal, "");
    }

    @Override
    public void started(Beginning started) {
        beginning = started;
        digits = Integer.toString(started.experiment().epochs()).length();
        epochBeganAt = System.nanoTime();
        bar.restart();
    }

    @Override
    public boolean wantsSteps() {
        return terminal.interactive();
    }

    @Override
    public void step(StepResult result) {
        if (beginning == null) {
            return;
        }
        samples += result.samples();
        sumOfLoss += result.loss() * result.samples();
        sumOfRight += result.accuracy() * result.samples();
        double seconds = (System.nanoTime() - epochBeganAt) * 1e-9;
        bar.show(
                heading(result.epoch()),
                (double) result.step() / beginning.steps(),
                figures(sumOfLoss / samples, sumOfRight / samples).strip() + mark() + speed(samples / seconds));
    }

    @Override
    public void epoch(EpochResult result) {
        lastEpoch = result;
        samples = 0;
        sumOfLoss = 0;
        sumOfRight = 0;
        epochBeganAt = System.nanoTime();
        int every = beginning == null ? 1 : Math.ceilDiv(beginning.experiment().epochs(), MOST_LINES);
        if (result.epoch() % every == 0 || result.epoch() == 1) {
            keep(result);
        }
    }

    private void keep(EpochResult result) {
        lastLine = result.epoch();
        String validation = result.validation().isKnown()
                ? "  held out:"
                        + figures(
                                result.validation().loss(), result.validation().accuracy())
                : "";
        bar.keep(heading(result.epoch())
                + figures(result.training().loss(), result.training().accuracy())
                + validation
                + terminal.dim(speed(result.samples() / result.seconds())
                        + String.format(Locale.ROOT, "  %.1f s", result.seconds())));
    }

    @Override
    public void warned(String sentence) {
        bar.keep(terminal.coloured("note: " + sentence, Rgb.ORANGE));
    }

    @Override
    public void finished(Run run) {
        if (lastEpoch.epoch() > lastLine) {
            keep(lastEpoch);
        }
        bar.close();
    }

    private String heading(int epoch) {
        int all = beginning == null ? epoch : beginning.experiment().epochs();
        return terminal.bold("epoch " + Terminal.padLeft(Integer.toString(epoch), digits) + "/" + all);
    }

    private static String figures(double loss, double accuracy) {
        return "  loss " + Terminal.padRight(Figures.significant(loss), 7)
                + (Double.isNaN(accuracy) ? "" : "  accuracy " + Terminal.padLeft(Figures.percent(accuracy), 8));
    }

    private String mark() {
        String state = health.get();
        if (state.isEmpty()) {
            return "";
        }
        boolean isHealthy = state.equals("healthy");
        return terminal.coloured(
                "  " + (isHealthy ? terminal.either("✓ ", "") : "! ") + state, isHealthy ? Rgb.GREEN : Rgb.ORANGE);
    }

    private static String speed(double samplesPerSecond) {
        return Double.isFinite(samplesPerSecond)
                ? "  " + Figures.count(Math.round(samplesPerSecond)) + " samples/s"
                : "";
    }

    @Override
    public void close() {
        bar.close();
    }
}
