package dev.descent.train;

import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;

/**
 * When a training that no longer improves ends before its last epoch (Prechelt 1998). What counts is the held-out part
 * when there is one, the training data otherwise: accuracy, and at equal accuracy the loss; the loss alone where the
 * task is to hit numbers.
 *
 * @param patience epochs without improvement that are borne; 0 never stops
 */
public record EarlyStopping(int patience) {
    /** Never stops before the last epoch. */
    public static final EarlyStopping NONE = new EarlyStopping(0);

    public EarlyStopping {
        Require.notNegative(patience, "patience");
    }

    static EarlyStopping parse(Spec spec) {
        if (spec.name().equals("none")) {
            spec.arguments();
            return NONE;
        }
        if (!spec.name().equals("patience")) {
            throw spec.error("early stopping is 'none' or 'patience(EPOCHS)', got '%s'".formatted(spec));
        }
        Arguments arguments = spec.arguments("epochs");
        return new EarlyStopping(arguments.integer("epochs"));
    }

    public Spec spec() {
        return patience == 0 ? Spec.of("none") : Spec.of("patience", patience);
    }
}
