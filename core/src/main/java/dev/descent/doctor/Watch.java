package dev.descent.doctor;

import dev.descent.data.TrainTest;
import dev.descent.doctor.measure.Curvature;
import dev.descent.doctor.measure.Subject;
import dev.descent.doctor.rule.Alarm;
import dev.descent.doctor.rule.Rule;
import dev.descent.doctor.rule.Rules;
import dev.descent.report.Text;
import dev.descent.trace.Recorder;
import dev.descent.trace.Recording;
import dev.descent.train.Experiment;
import dev.descent.train.Listener;
import dev.descent.train.Trainer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches a training while it goes on: {@code var watch = Doctor.watch(trainer)} before {@code fit}. Rules look at what the
 * recorder keeps, and a training that no further step can help is stopped. Which steps are recorded depends on the time they
 * take, so that watching costs at most 1.5 %; the training's numbers do not depend on it.
 */
public final class Watch implements Listener {
    private final Recorder recorder;
    private final Trainer trainer;
    private final boolean stops;
    private final List<Rule> rules = Rules.all();
    private final Set<String> told = new HashSet<>();
    private boolean hasLooked;
    private List<Alarm> alarms = List.of();
    private @Nullable Alarm hopeless;
    private Consumer<Alarm> hearer = alarm -> {};

    private Watch(Trainer trainer, boolean stops) {
        this.recorder = Recorder.of(trainer);
        this.trainer = trainer;
        this.stops = stops;
        trainer.listen(this);
    }

    /** Watches and stops what is beyond hope. */
    public static Watch of(Trainer trainer) {
        return new Watch(trainer, true);
    }

    /** Watches and lets everything go on. */
    public static Watch only(Trainer trainer) {
        return new Watch(trainer, false);
    }

    /** @param newHearer hears of each kind of symptom when it is first seen */
    public Watch telling(Consumer<Alarm> newHearer) {
        hearer = newHearer;
        return this;
    }

    @Override
    public boolean wantsSteps() {
        return true;
    }

    @Override
    public void step(StepResult result) {
        Recording recording = recorder.recording();
        boolean isNew = recording.snapshots().isEmpty()
                || recording.snapshots().getLast().step() == result.step();
        if (isNew || Double.isNaN(result.loss())) {
            look();
        }
    }

    @Override
    public void epoch(EpochResult result) {
        look();
    }

    private void look() {
        if (hopeless != null) {
            return;
        }
        alarms = Rules.check(rules, recorder.recording());
        hasLooked = true;
        for (Alarm alarm : alarms) {
            if (told.add(alarm.rule())) {
                hearer.accept(alarm);
            }
            if (alarm.isHopeless() && hopeless == null) {
                hopeless = alarm;
                if (stops) {
                    trainer.stop();
                }
            }
        }
    }

    /** What was seen when it last looked, the gravest first. */
    public List<Alarm> alarms() {
        return alarms;
    }

    /** Why the training was beyond hope; null when it was not. */
    public @Nullable Alarm hopeless() {
        return hopeless;
    }

    /** In two or three words: {@code healthy}, or the gravest symptom and where it is. */
    public String mark() {
        if (!hasLooked) {
            return "";
        }
        if (alarms.isEmpty()) {
            return "healthy";
        }
        Alarm first = alarms.getFirst();
        return first.rule() + (first.place().isEmpty() ? "" : " " + first.place());
    }

    public Recording recording() {
        return recorder.recording();
    }

    /** Share of the training's time that watching took. */
    public double share() {
        return recorder.share();
    }

    /**
     * What can be said at once about a training that was stopped: its symptoms, and how much too large its step was at the start.
     *
     * @param data what it trained on
     */
    public List<String> diagnosis(TrainTest data) {
        List<String> sentences = new ArrayList<>();
        alarms.stream().map(Alarm::says).distinct().limit(4).forEach(sentences::add);
        Experiment experiment = recorder.recording().experiment();
        Curvature.Step step = Curvature.step(Subject.atStart(experiment, data));
        if (step.timesTooLarge() > 2) {
            sentences.add("the first step was %s times larger than the largest stable one"
                    .formatted(Text.brief(step.timesTooLarge())));
        }
        return sentences;
    }
}
