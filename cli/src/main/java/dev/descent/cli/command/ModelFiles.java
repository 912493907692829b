package dev.descent.cli.command;

import dev.descent.cli.Session;
import dev.descent.data.DescentException;
import dev.descent.model.Model;
import dev.descent.train.Evaluation;
import dev.descent.train.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where models lie. */
final class ModelFiles {
    /** What {@code descent train} writes without a flag. */
    static final String DEFAULT = "digits.descent";

    static final String ENDING = ".descent";

    private ModelFiles() {}

    /** The model with what its test said added to how it was made. */
    static Model withFigures(Model model, Evaluation evaluation) {
        Model judged = model.with("figure.test-loss", Double.toString(evaluation.loss()));
        return evaluation.task() == Task.NUMBERS
                ? judged.with("figure.test-mean-squared-error", Double.toString(evaluation.meanSquaredError()))
                : judged.with("figure.test-accuracy", Double.toString(evaluation.accuracy()));
    }

    static Model load(String given, Session session) throws IOException {
        Path file = session.path(given);
        if (!Files.exists(file)) {
            throw new DescentException(
                    given + ": no such model; 'descent train' makes digits.descent, --model names another");
        }
        if (Files.isDirectory(file)) {
            throw new DescentException(given + " is a folder, expected a model file");
        }
        return Model.load(file);
    }
}
