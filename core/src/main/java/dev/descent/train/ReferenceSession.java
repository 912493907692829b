package dev.descent.train;

import dev.descent.data.Dataset;
import dev.descent.network.Network;
import dev.descent.network.ReferenceNetwork;
import java.util.Arrays;
import java.util.List;

/**
 * A training in progress in double precision, computed by the formulas as they stand in the textbook: what {@link Session}
 * is compared with. It has no epochs to judge, so schedules that react to the loss stay at their start.
 */
public final class ReferenceSession {
    private final Experiment experiment;
    private final ReferenceNetwork network;
    private final Batches batches;
    private final ParameterRanges ranges;
    private final Schedule.Plan plan;
    private final int features;
    private final int outputs;
    private final double[] values;
    private final double[][] state;
    private double[] statistics;
    private long step;

    private ReferenceSession(Experiment experiment, Dataset data) {
        Network description = experiment.network(data.shape());
        this.experiment = experiment;
        this.network = new ReferenceNetwork(description, experiment.loss());
        this.features = description.input().size();
        this.outputs = description.output().size();
        this.batches = new Batches(experiment, data, Targets.task(data, outputs));
        this.ranges = ParameterRanges.of(network.layout().parameters(), experiment.weightDecay());
        this.plan = experiment.plan(batches.stepsPerEpoch());
        this.values = description.initialValues(experiment.seed());
        this.statistics = description.initialStatistics();
        this.state = new double[experiment.optimizer().stateArrays()][values.length];
    }

    /** A training before its first step. */
    public static ReferenceSession start(Experiment experiment, Dataset data) {
        ReferenceSession session = new ReferenceSession(experiment, data);
        String start = experiment.start();
        if (start != null) {
            StartFile.read(
                    experiment.folder().resolve(start), session.network.layout().parameters(), session.values);
        }
        for (int array = 0; array < session.state.length; array++) {
            Arrays.fill(session.state[array], experiment.optimizer().initialState(array));
        }
        return session;
    }

    /** Makes the next step and returns its arrays, all but the update: gradients as the loss gives them, before clipping. */
    public ReferenceNetwork.Step advance() {
        int samples = batches.size(step);
        double[] input = new double[samples * features];
        double[] target = new double[samples * outputs];
        batches.fill(step, input, target);
        ReferenceNetwork.Step made =
                network.step(values, statistics, input, target, experiment.reduction(), experiment.seed(), step + 1);
        double[] gradients = made.gradients().clone();
        experiment.clip().apply(gradients);
        double rate = experiment.learningRate() * experiment.schedule().factor(step, plan, List.of());
        ranges.update(experiment.optimizer(), values, gradients, state, rate, step + 1);
        statistics = made.statistics();
        step++;
        return made;
    }

    /** Steps done. */
    public long step() {
        return step;
    }

    public boolean isFinished() {
        return step >= plan.steps();
    }

    /** Samples of the last step. */
    public int samples() {
        return batches.size(Math.max(0, step - 1));
    }

    public ReferenceNetwork network() {
        return network;
    }

    /** The parameters now; not to be changed. */
    public double[] values() {
        return values;
    }
}
