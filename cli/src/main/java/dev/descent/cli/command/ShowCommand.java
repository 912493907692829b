package dev.descent.cli.command;

import dev.descent.cli.ExitCode;
import dev.descent.cli.Session;
import dev.descent.cli.terminal.Picture;
import dev.descent.cli.terminal.Terminal;
import dev.descent.cli.view.ContactSheet;
import dev.descent.cli.view.ModelView;
import dev.descent.data.AtomicFile;
import dev.descent.data.DescentException;
import dev.descent.model.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code descent show}. */
@Command(
        name = "show",
        description = "Look into a trained network: layers, weights, how it was made.",
        mixinStandardHelpOptions = true)
public final class ShowCommand implements Callable<Integer> {
    private static final int SCALE = 4;

    private final Session session;

    @Parameters(
            arity = "0..1",
            paramLabel = "MODEL",
            defaultValue = ModelFiles.DEFAULT,
            description = "The trained network (default: ${DEFAULT-VALUE}).")
    private String model = ModelFiles.DEFAULT;

    @Option(
            names = "--png",
            paramLabel = "FILE",
            description = "Draw the weights of every unit of the first layer as pictures.")
    private @Nullable String png;

    public ShowCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        Model loaded = ModelFiles.load(model, session);
        Terminal terminal = session.terminal();
        terminal.lines(ModelView.lines(loaded, terminal));
        List<Picture> units = ModelView.firstLayer(loaded);
        if (!units.isEmpty()) {
            terminal.blank();
            terminal.heading(
                    "weights of the first layer's first units" + terminal.dim("  blue below zero, orange above"));
            int fit = Math.max(1, (terminal.width() + 1) / (units.getFirst().columns() + 1));
            terminal.lines(Picture.sheet(units.subList(0, Math.min(fit, units.size())), terminal));
        }
        if (png != null) {
            draw(units, session.path(png));
        }
        return ExitCode.DONE;
    }

    private void draw(List<Picture> units, Path file) throws IOException {
        if (units.isEmpty()) {
            throw new DescentException(
                    model + " does not begin with a dense layer on pictures, so its weights make no pictures");
        }
        int perRow = (int) Math.ceil(Math.sqrt(units.size()));
        AtomicFile.write(file, out -> ImageIO.write(ContactSheet.of(units, perRow, SCALE), "png", out));
        session.terminal().blank();
        session.terminal().line("drawn     " + file);
    }
}
