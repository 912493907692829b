package dev.descent.experiment.cases;

import java.util.Locale;

/**
 * Some collections state the unharmed program and say what was done to it in words; here those words are put into the program.
 */
final class Damage {
    private Damage() {}

    static CaseFacts apply(CaseFacts facts) {
        String words = facts.says().toLowerCase(Locale.ROOT);
        CaseFacts harmed = facts;
        if (words.contains("softmax missing")) {
            harmed = harmed.withLayers(harmed.layers().replace(" + softmax", ""))
                    .withLoss("cce (probabilities expected)");
        }
        if (words.contains("softmax applied twice")) {
            harmed = harmed.withLoss("cce from logits");
        }
        if (words.contains("mse for classification") && harmed.task().equals("classification")) {
            harmed = harmed.withLoss("mse");
        }
        if (words.contains("range twice")) {
            harmed = harmed.withData(harmed.data() + ", divided twice");
        }
        if (words.contains("targets multiplied")) {
            harmed = harmed.withData(harmed.data() + ", targets multiplied");
        }
        if (words.contains("inputs not scaled") && !harmed.data().contains("unscaled")) {
            harmed = harmed.withData(harmed.data() + ", unscaled");
        }
        return words.contains("test set unscaled")
                ? harmed.withData(harmed.data() + ", test images not scaled like these")
                : harmed;
    }
}
