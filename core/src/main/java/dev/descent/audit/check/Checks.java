package dev.descent.audit.check;

import java.util.List;

/** All checks: first what the arrays show by themselves, then what only a run shows. */
final class Checks {
    private Checks() {}

    /** Of formulas and data, in the order in which a fault hides those after it. */
    static final List<Check> OF_LINES = List.of(
            new InputsInvalid(),
            new TargetsBroadcast(),
            new TargetsEncoding(),
            new TargetsOutOfRange(),
            new RowsApart(),
            new TargetsMisaligned(),
            new SlippedTargets(),
            new SplitMismatch(),
            new DataLeak(),
            new UnshuffledData(),
            new SoftmaxAxis(),
            new MissingNonlinearity(),
            new ActivationWrong(),
            new OutputActivation(),
            new LossMismatch(),
            new CostOfAnotherLoss(),
            new BackwardFormulas(),
            new DiscardedUpdates(),
            new ZeroGradient(),
            new LeftOutBias(),
            new Accumulation(),
            new MomentumRule(),
            new LostMomentum(),
            new LostStep(),
            new WrongVelocity(),
            new AdaptiveRule(),
            new SharedMoments(),
            new MeanOfMean(),
            new UnevenMean(),
            new OddRate(),
            new VanishingRate(),
            new UpdateRules(),
            new StrongPenalty(),
            new StrongDropout(),
            new StrangeGradient(),
            new ClimbingRecords(),
            new SymmetricStart(),
            new UnstableCost(),
            new MetricWrong());

    /** What is looked for only where everything else is right. */
    static final List<Check> LAST = List.of(new DeadUnits(), new ClassesImbalanced());
}
