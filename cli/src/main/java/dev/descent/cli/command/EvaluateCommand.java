package dev.descent.cli.command;

import dev.descent.cli.ExitCode;
import dev.descent.cli.Session;
import dev.descent.cli.json.EvaluationLine;
import dev.descent.cli.json.JsonLines;
import dev.descent.cli.view.EvaluationView;
import dev.descent.cli.view.Pictures;
import dev.descent.data.DataSources;
import dev.descent.data.Dataset;
import dev.descent.data.DescentException;
import dev.descent.data.TrainTest;
import dev.descent.data.augment.Augmentations;
import dev.descent.model.Model;
import dev.descent.train.Ensemble;
import dev.descent.train.Evaluation;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code descent evaluate}. */
@Command(
        name = "evaluate",
        description = "Judge a trained network on a data set.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  descent evaluate digits.descent",
            "  descent evaluate digits.descent fashion-mnist --part train",
            "  descent evaluate one.descent two.descent three.descent mnist     their answers averaged",
            "  descent evaluate digits.descent --views 8 --augment \"[shift(1), rotate(5)]\""
        })
public final class EvaluateCommand implements Callable<Integer> {
    private static final int MOST_VIEWS = 1000;

    private final Session session;

    @Parameters(
            arity = "0..*",
            paramLabel = "MODEL… [DATA]",
            description = "Trained networks (default: " + ModelFiles.DEFAULT
                    + "), several answering together, and the data set: mnist, digits, csv(…) …; what the first network was"
                    + " trained on if not given.")
    private List<String> subjects = List.of();

    @Option(
            names = "--views",
            paramLabel = "NUMBER",
            defaultValue = "1",
            description =
                    "How often each image is looked at, changed by --augment but for the first time (default: ${DEFAULT-VALUE}).")
    private int views = 1;

    @Option(
            names = "--augment",
            paramLabel = "[…]",
            defaultValue = "[shift(1), rotate(5), scale(0.05)]",
            description = "How images are changed for further views (default: ${DEFAULT-VALUE}).")
    private String augment = "[shift(1), rotate(5), scale(0.05)]";

    @Option(
            names = "--part",
            paramLabel = "train|test",
            defaultValue = "test",
            description = "Which part of the data set (default: ${DEFAULT-VALUE}).")
    private Part part = Part.test;

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    /** The part of a data set, as written on the command line. */
    @SuppressWarnings("checkstyle:ConstantName")
    enum Part {
        train,
        test
    }

    public EvaluateCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        if (views < 1 || views > MOST_VIEWS) {
            throw new DescentException("--views %d: expected 1 to %d".formatted(views, MOST_VIEWS));
        }
        List<Model> models = models();
        Model first = models.getFirst();
        String source = data() != null
                ? Objects.requireNonNull(data())
                : first.provenance().getOrDefault("experiment.data.source", "mnist");
        TrainTest both = DataSources.parse(source).load(session.folder());
        Dataset samples = (part == Part.train ? both.train() : both.test()).scaled(first.scaling());
        if (samples.shape().size() != first.network().input().size()) {
            throw new DescentException("%s has samples of %s, but the model takes %s"
                    .formatted(source, samples.shape(), first.network().input()));
        }
        Evaluation evaluation = Ensemble.of(models)
                .withViews(Augmentations.parseList(augment), views)
                .evaluate(samples);
        if (json) {
            new JsonLines(session.out()).print(EvaluationLine.of(source + " " + part, evaluation));
        } else {
            session.terminal()
                    .lines(new EvaluationView(evaluation, session.terminal())
                            .lines(source + " " + part, sample -> Pictures.cropped(samples, sample)));
        }
        return ExitCode.DONE;
    }

    private List<Model> models() throws IOException {
        List<Model> models = new ArrayList<>();
        for (String subject : subjects) {
            if (!subject.equals(data())) {
                models.add(ModelFiles.load(subject, session));
            }
        }
        return models.isEmpty() ? List.of(ModelFiles.load(ModelFiles.DEFAULT, session)) : models;
    }

    /** The last argument, where it is the name of data; null where all are models. */
    private @Nullable String data() {
        if (subjects.isEmpty()) {
            return null;
        }
        String last = subjects.getLast();
        boolean isFile = last.endsWith(ModelFiles.ENDING) || Files.exists(session.path(last));
        return isFile || (subjects.size() == 1 && !isSource(last)) ? null : last;
    }

    private static boolean isSource(String text) {
        return DataSources.names().contains(text.replaceFirst("\\(.*", ""));
    }
}
