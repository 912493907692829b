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
import dev.descent.model.Model;
import dev.descent.train.Evaluation;
import dev.descent.train.Evaluator;
import java.io.IOException;
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
            "  descent evaluate digits.descent fashion-mnist --part train"
        })
public final class EvaluateCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "MODEL",
            defaultValue = ModelFiles.DEFAULT,
            description = "The trained network (default: ${DEFAULT-VALUE}).")
    private String model = ModelFiles.DEFAULT;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "DATA",
            description = "The data set: mnist, digits, csv(…) …; what the network was trained on if not given.")
    private @Nullable String data;

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
        Model loaded = ModelFiles.load(model, session);
        String source = data == null ? loaded.provenance().getOrDefault("experiment.data.source", "mnist") : data;
        TrainTest both = DataSources.parse(source).load(session.folder());
        Dataset samples = (part == Part.train ? both.train() : both.test()).scaled(loaded.scaling());
        if (samples.shape().size() != loaded.network().input().size()) {
            throw new DescentException("%s has samples of %s, but the model takes %s"
                    .formatted(source, samples.shape(), loaded.network().input()));
        }
        Evaluation evaluation = new Evaluator(loaded.network(), loaded.loss()).evaluate(loaded.weights(), samples);
        if (json) {
            new JsonLines(session.out()).print(EvaluationLine.of(source + " " + part, evaluation));
        } else {
            session.terminal()
                    .lines(new EvaluationView(evaluation, session.terminal())
                            .lines(source + " " + part, sample -> Pictures.cropped(samples, sample)));
        }
        return ExitCode.DONE;
    }
}
