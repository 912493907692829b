package dev.descent.doctor;

import java.util.ArrayList;
import java.util.List;

/** What looks alarming in a training and is not a fault, with the reason. */
final class Notes {
    private Notes() {}

    static List<String> of(Examination examination) {
        List<String> notes = new ArrayList<>();
        int silent = examination.facts().silentFeatures();
        boolean startsDense =
                examination.experiment().layers().getFirst().spec().name().equals("dense");
        if (silent > 0 && startsDense) {
            notes.add(
                    "%d of the %d rows of the gradient of layer1.weight are 0: they belong to %s that are 0 in every sample"
                            .formatted(
                                    silent,
                                    examination.data().train().shape().size(),
                                    examination.data().train().hasPixels() ? "pixels" : "inputs"));
        }
        Vitals last = examination.trial().last();
        boolean frozen = last.parameters().stream().allMatch(parameter -> parameter.update() == 0);
        boolean zero = last.parameters().stream().allMatch(parameter -> parameter.gradient() == 0);
        if (frozen && zero) {
            notes.add("that the weights are frozen follows from the zero gradient: nothing holds them");
        }
        if (examination.experiment().data().train()
                        == examination.experiment().data().test()
                || examination.data().train() == examination.data().test()) {
            notes.add("it is tested on the samples it is trained on: its figures say nothing about others");
        }
        return notes;
    }
}
