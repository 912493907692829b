package dev.descent.doctor;

import dev.descent.data.TrainTest;
import dev.descent.network.Layout;
import dev.descent.network.Place;
import dev.descent.train.Experiment;
import java.util.List;

/**
 * What causes look at.
 *
 * @param experiment as it is, on the data of the trial
 * @param data the data the trial used
 * @param trial the training as it is
 * @param facts measured on the data
 * @param plannedOverTried how many times as long the experiment itself is: above 1 where the budget cut the trial
 */
public record Examination(
        Experiment experiment, TrainTest data, Trial trial, DataFacts facts, double plannedOverTried) {

    public Layout layout() {
        return experiment.network(data.train().shape()).layout();
    }

    /** The places that have an activation or parameters, first to last. */
    public List<Place> layers() {
        return layout().places().stream().filter(Place::isNumbered).toList();
    }

    public Place outputLayer() {
        return layers().getLast();
    }

    /** All numbered places but the last. */
    public List<Place> hiddenLayers() {
        List<Place> layers = layers();
        return layers.subList(0, layers.size() - 1);
    }

    /** Whether the trial was shorter than the training it stands for, so that an early end says nothing. */
    public boolean isCut() {
        return plannedOverTried > Yardstick.CUT;
    }

    /** Whether the answer is a class: labels, or real targets that are all one-hot or 0 and 1. */
    public boolean isClassification() {
        return data.train().isClassification() || facts.targetsAreOneHot() || facts.targetsAreBinary();
    }
}
