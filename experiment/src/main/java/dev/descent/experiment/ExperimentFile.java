package dev.descent.experiment;

import dev.descent.data.AtomicFile;
import dev.descent.data.DescentException;
import dev.descent.train.Experiment;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * An experiment as a YAML file. Fields that the file leaves out have the values of {@link Experiment#standard()}; a
 * relative path in it starts from the folder of the file.
 */
public final class ExperimentFile {
    private ExperimentFile() {}

    /**
     * Reads a file.
     *
     * @throws DescentException for a file that is no experiment: one sentence with line, column and the nearest name
     */
    public static Experiment read(Path file) throws IOException {
        String text;
        try {
            text = Files.readString(file);
        } catch (CharacterCodingException notText) {
            throw new DescentException(file + " is not an experiment file: it is not UTF-8 text", notText);
        }
        Path folder = Objects.requireNonNullElse(file.getParent(), Path.of(""));
        return new ExperimentReader(file.toString()).read(text).withFolder(folder);
    }

    /** Writes the experiment so that it means the same from there: a relative start file becomes an absolute one. */
    public static void write(Path file, Experiment experiment) throws IOException {
        String start = experiment.start();
        Experiment moved = start == null
                ? experiment
                : experiment.withStart(experiment
                        .folder()
                        .resolve(start)
                        .toAbsolutePath()
                        .normalize()
                        .toString());
        AtomicFile.write(file, print(moved));
    }

    /** Reads text that did not come from a file. */
    public static Experiment parse(String text) {
        return new ExperimentReader("the experiment").read(text);
    }

    /** The experiment as YAML: the fields that matter always, the others where they differ from the defaults. */
    public static String print(Experiment experiment) {
        return ExperimentPrinter.print(experiment);
    }
}
