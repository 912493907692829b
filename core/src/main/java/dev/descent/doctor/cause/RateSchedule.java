package dev.descent.doctor.cause;

import static dev.descent.report.Evidence.against;

import dev.descent.doctor.Examination;
import dev.descent.doctor.Suspect;
import dev.descent.report.Fault;
import dev.descent.train.Experiment;
import dev.descent.train.Schedule.Plan;
import dev.descent.train.Schedules;
import java.util.List;

/**
 * A schedule that takes the rate away: before there is anything to settle, or by a warm-up that never ends. Those in use leave
 * a third to a half of the rate on average (a straight line and half a cosine one half).
 */
final class RateSchedule {
    private static final double LITTLE = 0.15;

    private static final double HARDLY_ANYTHING = 0.05;

    private static final int MOST_POINTS = 2000;

    private RateSchedule() {}

    static List<Suspect> suspects(Examination examination) {
        Experiment experiment = examination.experiment();
        double left = left(examination);
        if (left >= LITTLE) {
            return List.of();
        }
        return List.of(new Suspect(
                Fault.STEP_TOO_SMALL,
                "schedule",
                left < HARDLY_ANYTHING ? 0.85 : 0.65,
                "the schedule %s leaves %.2g of the learning rate on average over all steps"
                        .formatted(experiment.schedule().spec(), left),
                List.of(against("mean rate over the rate named", left, LITTLE, "0.5 for half a cosine")),
                "schedule: %s → constant".formatted(experiment.schedule().spec()),
                experiment.withSchedule(new Schedules.Constant())));
    }

    /** The mean factor over the whole training that a trial stands for, as a schedule by epochs has all of them before it. */
    private static double left(Examination examination) {
        Experiment experiment = examination.experiment();
        int size = examination.data().train().size();
        long stepsPerEpoch = Math.ceilDiv(size, experiment.samplesOfStep(size));
        double epochs = experiment.epochs() * Math.max(1, examination.plannedOverTried());
        long steps = Math.max(1, Math.round(epochs * stepsPerEpoch));
        Plan plan = new Plan(steps, stepsPerEpoch);
        long stride = Math.ceilDiv(steps, MOST_POINTS);
        double sum = 0;
        long points = 0;
        for (long step = 0; step < steps; step += stride) {
            sum += experiment.schedule().factor(step, plan, List.of());
            points++;
        }
        return sum / points;
    }
}
