package dev.descent.cli.command;

import dev.descent.cli.ExitCode;
import dev.descent.cli.Interruption;
import dev.descent.cli.Session;
import dev.descent.cli.json.EndLine;
import dev.descent.cli.json.EpochLine;
import dev.descent.cli.json.EvaluationLine;
import dev.descent.cli.json.HealthLine;
import dev.descent.cli.json.JsonLines;
import dev.descent.cli.json.StartLine;
import dev.descent.data.TrainTest;
import dev.descent.doctor.Doctor;
import dev.descent.doctor.Watch;
import dev.descent.doctor.rule.Alarm;
import dev.descent.experiment.ExperimentFile;
import dev.descent.train.Evaluation;
import dev.descent.train.Experiment;
import dev.descent.train.Listener;
import dev.descent.train.Run;
import dev.descent.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** A training that reports in JSON: a start line, a line for every epoch, an evaluation and an end line. */
final class TrainJson implements Listener {
    private final Session session;
    private final JsonLines lines;
    private final Experiment experiment;
    private final TrainTest data;
    private final boolean watches;

    TrainJson(Session session, Experiment experiment, TrainTest data, boolean watches) {
        this.session = session;
        this.lines = new JsonLines(session.out());
        this.experiment = experiment;
        this.data = data;
        this.watches = watches;
    }

    int train(Path saved) throws IOException {
        Trainer trainer = Trainer.of(experiment).listen(this);
        Watch watch = watches ? Doctor.watch(trainer) : null;
        try (Interruption interruption = new Interruption(trainer::stop)) {
            Run run = trainer.fit(data.train());
            run.model().save(saved);
            boolean isHopeless = watch != null && watch.hopeless() != null;
            if (watch != null) {
                watch.alarms().forEach(this::tell);
            }
            if (!interruption.happened()) {
                Evaluation evaluation = run.evaluate(data.test());
                ModelFiles.withFigures(run.model(), evaluation).save(saved);
                lines.print(EvaluationLine.of("test", evaluation));
            }
            String ending = isHopeless
                    ? "hopeless"
                    : run.ending().name().toLowerCase(Locale.ROOT).replace('_', '-');
            lines.print(new EndLine("end", ending, run.steps(), run.seconds(), saved.toString()));
            if (isHopeless) {
                return ExitCode.FINDINGS;
            }
            return run.ending() == Run.Ending.INTERRUPTED ? ExitCode.INTERRUPTED : ExitCode.DONE;
        }
    }

    private void tell(Alarm alarm) {
        lines.print(
                new HealthLine("symptom", alarm.rule(), alarm.place(), alarm.step(), alarm.says(), alarm.isHopeless()));
    }

    @Override
    public void started(Beginning beginning) {
        lines.print(new StartLine(
                "start",
                experiment.name(),
                data.name(),
                beginning.samples(),
                data.test().size(),
                beginning.parameters(),
                experiment.epochs(),
                beginning.steps(),
                ExperimentFile.print(experiment)));
    }

    @Override
    public void epoch(EpochResult result) {
        lines.print(new EpochLine(
                "epoch",
                result.epoch(),
                experiment.epochs(),
                result.steps(),
                JsonLines.number(result.training().loss()),
                JsonLines.number(result.training().accuracy()),
                JsonLines.number(result.validation().loss()),
                JsonLines.number(result.validation().accuracy()),
                JsonLines.number(result.learningRate()),
                JsonLines.number(result.samples() / result.seconds())));
    }

    @Override
    public void warned(String sentence) {
        session.warn(sentence);
    }
}
