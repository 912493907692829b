package dev.descent.cli.command;

import dev.descent.cli.Session;
import dev.descent.data.DescentException;
import dev.descent.experiment.ExperimentFile;
import dev.descent.model.Model;
import dev.descent.spec.Value;
import dev.descent.train.Experiment;
import dev.descent.train.Field;
import dev.descent.train.Fields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** What a doctor can examine: an experiment file, the folder of a recorded run, or a model that knows how it was made. */
final class Subjects {
    private static final String PREFIX = "experiment.";

    private Subjects() {}

    static Experiment read(String given, Session session) throws IOException {
        Path file = session.path(given);
        if (!Files.exists(file)) {
            throw new DescentException(given + ": no such experiment, run or model");
        }
        if (RunFolder.isOne(file)) {
            return new RunFolder(file).experiment();
        }
        if (Files.isDirectory(file)) {
            throw new DescentException(given + " is a folder, expected an experiment file, a model or a recorded run");
        }
        return given.endsWith(".descent") ? ofModel(given, Model.load(file), file) : ExperimentFile.read(file);
    }

    private static Experiment ofModel(String given, Model model, Path file) {
        Experiment experiment = Experiment.standard();
        boolean known = false;
        for (Field field : Fields.ALL) {
            String text = model.provenance().get(PREFIX + field.name());
            if (text != null) {
                experiment = field.set(experiment, Value.parse(text));
                known = true;
            }
        }
        if (!known) {
            throw new DescentException(given + " does not say how it was trained: give its experiment file");
        }
        return experiment.withFolder(Objects.requireNonNullElse(file.getParent(), Path.of("")));
    }
}
