package dev.descent.cli.command;

import dev.descent.cli.ExitCode;
import dev.descent.cli.Interruption;
import dev.descent.cli.Session;
import dev.descent.cli.terminal.Figures;
import dev.descent.cli.terminal.Sparkline;
import dev.descent.cli.terminal.Terminal;
import dev.descent.cli.view.EvaluationView;
import dev.descent.cli.view.ExperimentView;
import dev.descent.cli.view.HealthView;
import dev.descent.cli.view.Inside;
import dev.descent.cli.view.LearningRateView;
import dev.descent.cli.view.Pictures;
import dev.descent.cli.view.TrainingProgress;
import dev.descent.data.AtomicFile;
import dev.descent.data.Dataset;
import dev.descent.data.DescentException;
import dev.descent.data.TrainTest;
import dev.descent.doctor.Doctor;
import dev.descent.doctor.Watch;
import dev.descent.doctor.measure.LearningRateRange;
import dev.descent.doctor.measure.Subject;
import dev.descent.experiment.ExperimentFile;
import dev.descent.trace.Recorder;
import dev.descent.train.Evaluation;
import dev.descent.train.Experiment;
import dev.descent.train.Run;
import dev.descent.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code descent train}. */
@Command(
        name = "train",
        description = "Train a network, judge it on its test data and save it.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  descent train",
            "  descent train experiments/collapse.yaml",
            "  descent train --data digits --layers \"[dense(32, activation=tanh), dense(10, activation=softmax)]\" --epochs 3"
        })
public final class TrainCommand implements Callable<Integer> {
    private final Session session;
    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "EXPERIMENT",
            description = "Experiment file (YAML); without one, a network of 128 hidden units learns MNIST.")
    private @Nullable String file;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "FILE",
            description = "Where to save the trained network; NAME.descent in this folder if not given.")
    private @Nullable String modelFile;

    @Option(
            names = "--inside",
            description = "Show what the first steps do to weights, units and outputs (always shown for full batches).")
    private boolean inside;

    @Option(
            names = "--record",
            paramLabel = "FOLDER",
            description =
                    "Record the training there: figures for NumPy, spreadsheets and TensorBoard, and checkpoints.")
    private @Nullable String record;

    @Option(names = "--no-doctor", description = "Do not watch the training and do not stop it when it is beyond hope.")
    private boolean noDoctor;

    @Option(
            names = "--find-learning-rate",
            arity = "0..1",
            paramLabel = "FILE",
            fallbackValue = "",
            description =
                    "Do not train: let the learning rate grow until the loss explodes, and show where it falls fastest; with"
                            + " FILE (.svg or .png) draw it there too.")
    private @Nullable String findLearningRate;

    @Option(names = "--json", description = "Print one JSON object a line instead of text.")
    private boolean json;

    @Option(names = "--print-experiment", description = "Print the whole experiment as a file and do nothing else.")
    private boolean printExperiment;

    public TrainCommand(Session session) {
        this.session = session;
        this.terminal = session.terminal();
    }

    @Override
    public Integer call() throws IOException {
        CommandSpec command = Objects.requireNonNull(spec);
        Experiment experiment = ExperimentFlags.read(file, command, session);
        if (printExperiment) {
            session.out().print(ExperimentFile.print(experiment));
            return ExitCode.DONE;
        }
        if (file == null && !ExperimentFlags.isGiven("data.source", command)) {
            experiment = DefaultData.choose(experiment, session);
        }
        Path dataFolder = ExperimentFlags.dataFolder(file, command, session);
        TrainTest data = experiment.data().load(dataFolder);
        if (findLearningRate != null) {
            return findLearningRate(experiment, data, findLearningRate);
        }
        Path saved = session.path(modelFile == null ? experiment.name() + ".descent" : modelFile);
        return json
                ? new TrainJson(session, experiment, data, !noDoctor).train(saved)
                : train(experiment, data, dataFolder, saved);
    }

    private int findLearningRate(Experiment experiment, TrainTest data, String plot) throws IOException {
        boolean isPicture = plot.endsWith(".png");
        if (!plot.isEmpty() && !isPicture && !plot.endsWith(".svg")) {
            throw new DescentException(
                    "--find-learning-rate %s: expected a file that ends in .svg or .png".formatted(plot));
        }
        LearningRateView view = new LearningRateView(LearningRateRange.of(Subject.atStart(experiment, data)));
        terminal.lines(view.lines(experiment.learningRate(), terminal));
        if (isPicture) {
            AtomicFile.write(session.path(plot), out -> ImageIO.write(view.picture(), "png", out));
        } else if (!plot.isEmpty()) {
            AtomicFile.write(session.path(plot), view.svg());
        }
        return ExitCode.DONE;
    }

    private int train(Experiment experiment, TrainTest data, Path dataFolder, Path saved) throws IOException {
        terminal.lines(ExperimentView.lines(experiment, data, Device.describe(), terminal));
        terminal.blank();
        Trainer trainer = Trainer.of(experiment);
        Inside look = new Inside(experiment.epochs());
        boolean looksInside = inside || experiment.batch() == 0;
        if (looksInside) {
            trainer.observe(look);
        }
        RunFolder runFolder = record == null
                ? null
                : RunFolder.begin(
                        session.path(record),
                        experiment,
                        dataFolder,
                        data.train().size(),
                        trainer);
        Watch watch = noDoctor ? null : Doctor.watch(trainer);
        Recorder recorder = watch == null && runFolder != null ? Recorder.of(trainer) : null;
        try (Interruption interruption = new Interruption(trainer::stop);
                TrainingProgress progress = new TrainingProgress(terminal, () -> watch == null ? "" : watch.mark())) {
            Run run = trainer.listen(progress).fit(data.train());
            run.model().save(saved);
            showEnding(run, watch != null && watch.hopeless() != null);
            if (watch != null) {
                terminal.lines(HealthView.lines(watch, data, terminal));
            }
            if (runFolder != null) {
                runFolder.save(watch == null ? Objects.requireNonNull(recorder).recording() : watch.recording());
            }
            if (looksInside) {
                terminal.blank();
                terminal.lines(look.lines(name(data.train(), 0), terminal));
            }
            if (!interruption.happened()) {
                terminal.blank();
                Evaluation evaluation = run.evaluate(data.test());
                ModelFiles.withFigures(run.model(), evaluation).save(saved);
                terminal.lines(new EvaluationView(evaluation, terminal)
                        .lines("test", sample -> Pictures.cropped(data.test(), sample)));
            }
            showSaved(saved);
            if (watch != null && watch.hopeless() != null) {
                String examined = file == null ? saved.toString() : file;
                terminal.line(
                        terminal.dim("          ") + "descent doctor " + examined + "   finds the cause and mends it");
                return ExitCode.FINDINGS;
            }
            return run.ending() == Run.Ending.INTERRUPTED ? ExitCode.INTERRUPTED : ExitCode.DONE;
        }
    }

    private void showEnding(Run run, boolean isHopeless) {
        double[] losses = run.losses().values();
        if (losses.length > 1) {
            terminal.blank();
            terminal.line(terminal.dim("loss      ")
                    + Figures.significant(losses[0])
                    + " "
                    + Sparkline.of(losses, Math.max(10, terminal.width() - 40), terminal.unicode())
                    + " "
                    + Figures.significant(losses[losses.length - 1]));
        }
        terminal.line(terminal.dim("ended     ")
                + switch (run.ending()) {
                    case FINISHED -> "all epochs done";
                    case STEP_LIMIT -> "limit of steps reached";
                    case STOPPED_EARLY ->
                        "no improvement for " + run.experiment().earlyStopping().spec();
                    case INTERRUPTED -> isHopeless ? "stopped, as it was beyond hope" : "stopped by Ctrl-C";
                }
                + " after " + Figures.count(run.steps()) + " steps, "
                + String.format(java.util.Locale.ROOT, "%.1f s", run.seconds()));
    }

    private void showSaved(Path saved) {
        Path shown = saved.startsWith(session.folder()) ? session.folder().relativize(saved) : saved;
        terminal.blank();
        terminal.line(terminal.dim("saved     ") + shown);
        terminal.line(
                terminal.dim("next      ") + "descent recognise " + shown + " picture.png   descent show " + shown);
    }

    private static String name(Dataset data, int sample) {
        return data.isClassification() ? "sample 0, a " + data.label(sample) : "sample 0";
    }
}
