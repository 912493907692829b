package dev.descent.cli.command;

import dev.descent.cli.ExitCode;
import dev.descent.cli.Session;
import dev.descent.cli.json.JsonLines;
import dev.descent.cli.json.RecognitionLine;
import dev.descent.cli.terminal.Terminal;
import dev.descent.cli.view.RecognitionView;
import dev.descent.model.Model;
import dev.descent.model.Recogniser;
import dev.descent.model.Recognition;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code descent recognise}. */
@Command(
        name = "recognise",
        aliases = "recognize",
        description = "Say which digit a picture shows, and how sure the network is.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "A picture of one digit may have any size, dark on light or light on dark: it is cut out, scaled and centred as",
            "MNIST's digits are, and what the network then sees is shown. Arrays of IDX and NumPy files are taken as they are."
        })
public final class RecogniseCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "Images, IDX, npy or npz files; - is standard input.")
    private List<String> files = List.of();

    @Option(
            names = {"-m", "--model"},
            paramLabel = "FILE",
            defaultValue = ModelFiles.DEFAULT,
            description = "The trained network (default: ${DEFAULT-VALUE}).")
    private String model = ModelFiles.DEFAULT;

    @Option(names = "--as-is", description = "Take an image's pixels as they are, without cutting out and centring.")
    private boolean asIs;

    @Option(
            names = "--limit",
            paramLabel = "COUNT",
            defaultValue = "10",
            description =
                    "Show at most so many samples of a file with several (default: ${DEFAULT-VALUE}); --json shows all.")
    private int limit = 10;

    @Option(names = "--json", description = "Print one JSON object a line instead of text.")
    private boolean json;

    public RecogniseCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        Model loaded = ModelFiles.load(model, session);
        Recogniser recogniser = new Recogniser(loaded, 1);
        PictureFiles pictures = new PictureFiles(session, loaded, asIs);
        for (String file : files) {
            List<PictureFiles.Input> inputs = pictures.read(file);
            int shown = 0;
            for (PictureFiles.Input input : inputs) {
                if (!json && shown++ == limit) {
                    session.terminal()
                            .line("… and " + (inputs.size() - limit) + " more in " + file
                                    + " (--limit shows more, --json all)");
                    break;
                }
                show(input.source(), recogniser.recognise(input.raw()), loaded);
            }
        }
        return ExitCode.DONE;
    }

    private void show(String source, Recognition recognition, Model loaded) {
        if (json) {
            List<Double> probabilities = Arrays.asList(JsonLines.numbers(recognition.probabilities()));
            new JsonLines(session.out())
                    .print(new RecognitionLine("recognition", source, recognition.digit(), probabilities));
            return;
        }
        Terminal terminal = session.terminal();
        terminal.lines(
                RecognitionView.lines(source, recognition, loaded.network().input(), terminal));
        terminal.blank();
    }
}
