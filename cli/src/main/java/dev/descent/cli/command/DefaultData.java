package dev.descent.cli.command;

import dev.descent.cli.Session;
import dev.descent.data.Digits;
import dev.descent.spec.Spec;
import dev.descent.train.Experiment;

/** What to train on when nobody said. */
final class DefaultData {
    private DefaultData() {}

    /** MNIST where it is, else the built-in digits, with a word about it. */
    static Experiment choose(Experiment experiment, Session session) {
        if (Digits.isPresent("mnist")) {
            return experiment;
        }
        session.warn(
                "MNIST is not on this machine ('descent data fetch mnist' brings it): training on built-in digits, which vary more than real ones");
        return experiment.withData(experiment.data().withSource(Spec.of("digits")));
    }
}
