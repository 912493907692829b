package dev.descent.cli.command;

import dev.descent.cli.Session;
import dev.descent.data.DescentException;
import dev.descent.experiment.ExperimentFile;
import dev.descent.spec.SpecException;
import dev.descent.train.Experiment;
import dev.descent.train.Field;
import dev.descent.train.Fields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** One flag for every field of an experiment, made from the library's list of fields: a new field is a flag by itself. */
public final class ExperimentFlags {
    /** Fields whose own name says too little without their group. */
    private static final Map<String, String> SHORT_NAMES =
            Map.of("data.source", "data", "data.train", "train-part", "data.test", "test-part");

    private ExperimentFlags() {}

    /** Adds the flags to a command. */
    public static void addTo(CommandLine command) {
        ArgGroupSpec.Builder group = ArgGroupSpec.builder()
                .heading("%nThe experiment, field by field (over those of EXPERIMENT, if given):%n")
                .validate(false)
                .exclusive(false)
                .order(100);
        for (Field field : Fields.ALL) {
            group.addArg(OptionSpec.builder(names(field).toArray(String[]::new))
                    .type(String.class)
                    .paramLabel(paramLabel(field))
                    .description(field.says().replace("%", "%%"))
                    .build());
        }
        command.getCommandSpec().addArgGroup(group.build());
    }

    /** The short name, and the full one where a group stands before it: {@code --take}, {@code --data.take}. */
    static List<String> names(Field field) {
        List<String> names = new ArrayList<>();
        String last = field.name().substring(field.name().lastIndexOf('.') + 1);
        names.add("--" + SHORT_NAMES.getOrDefault(field.name(), last));
        if (field.name().contains(".")) {
            names.add("--" + field.name());
        }
        return names;
    }

    private static String paramLabel(Field field) {
        String kind = field.get(Experiment.standard()).getClass().getSimpleName();
        return switch (kind) {
            case "Decimal" -> "NUMBER";
            case "Flag" -> "true|false";
            case "Text" -> "TEXT";
            case "Items" -> "[…]";
            default -> "NAME";
        };
    }

    /**
     * The experiment of the file, or the standard one, with the given flags' values.
     *
     * @param file the experiment file, null for none
     */
    static Experiment read(@Nullable String file, CommandSpec command, Session session) throws IOException {
        if (file != null && Files.isDirectory(session.path(file))) {
            throw new DescentException(file + " is a folder, expected an experiment file");
        }
        Experiment experiment = file == null ? Experiment.standard() : ExperimentFile.read(session.path(file));
        for (Field field : Fields.ALL) {
            String text = value(field, command);
            if (text != null) {
                experiment = set(field, text, experiment);
            }
        }
        return experiment;
    }

    /** Where relative data files are looked for: beside the experiment file that names them, else in this folder. */
    static Path dataFolder(@Nullable String file, CommandSpec command, Session session) {
        Path parent = file == null || isGiven("data.source", command)
                ? null
                : session.path(file).getParent();
        return parent == null ? session.folder() : parent;
    }

    /** Whether the flag was given. */
    static boolean isGiven(String fieldName, CommandSpec command) {
        return value(Fields.named(fieldName), command) != null;
    }

    private static @Nullable String value(Field field, CommandSpec command) {
        OptionSpec option = command.findOption(names(field).getFirst());
        return option == null ? null : option.getValue();
    }

    /** A message without the field's name before it, which the flag says already. */
    private static String unnamed(Field field, String message) {
        String prefix = field.name() + ": ";
        return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
    }

    private static Experiment set(Field field, String text, Experiment experiment) {
        String flag = names(field).getFirst();
        try {
            return field.set(experiment, text);
        } catch (SpecException wrong) {
            throw new DescentException("%s '%s': %s".formatted(flag, text, wrong.problem()), wrong);
        } catch (IllegalArgumentException wrong) {
            throw new DescentException(
                    "%s '%s': %s".formatted(flag, text, unnamed(field, String.valueOf(wrong.getMessage()))), wrong);
        }
    }
}
