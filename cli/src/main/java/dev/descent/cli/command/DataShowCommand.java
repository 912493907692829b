package dev.descent.cli.command;

import dev.descent.cli.ExitCode;
import dev.descent.cli.Session;
import dev.descent.cli.terminal.Picture;
import dev.descent.cli.terminal.Terminal;
import dev.descent.cli.view.ContactSheet;
import dev.descent.cli.view.DatasetView;
import dev.descent.cli.view.Pictures;
import dev.descent.data.AtomicFile;
import dev.descent.data.DataSources;
import dev.descent.data.Dataset;
import dev.descent.data.DescentException;
import dev.descent.data.TrainTest;
import dev.descent.data.augment.Augmentations;
import dev.descent.data.augment.Augmented;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code descent data show}. */
@Command(
        name = "show",
        description = "Print a data set's shape, classes, values, constant pixels and duplicates, and draw some of it.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  descent data show mnist",
            "  descent data show digits --png digits.png --count 100",
            "  descent data show mnist --augment \"[shift(2), rotate(15), elastic(alpha=34, sigma=5)]\""
        })
public final class DataShowCommand implements Callable<Integer> {
    private static final int SCALE = 2;
    private static final int ROWS = 2;
    private static final int MOST_SHOWN = 1000;

    private final Session session;

    @Parameters(
            arity = "0..1",
            paramLabel = "DATA",
            defaultValue = "mnist",
            description = "mnist, fashion-mnist, digits, csv(…), idx(…) … (default: ${DEFAULT-VALUE}).")
    private String data = "mnist";

    @Option(
            names = "--png",
            paramLabel = "FILE",
            description = "Draw the contact sheet to a file instead of the terminal.")
    private @Nullable String png;

    @Option(
            names = "--count",
            paramLabel = "COUNT",
            description = "How many samples to draw; two rows of the terminal or 100 in a file if not given.")
    private @Nullable Integer count;

    @Option(
            names = "--augment",
            paramLabel = "[…]",
            description = "Show images as training would see them: shift(…), rotate(…), scale(…), shear(…), elastic(…),"
                    + " thickness(…), erase(…), mirror.")
    private @Nullable String augment;

    public DataShowCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        if (count != null && count < 1) {
            throw new DescentException("--count " + count + ": expected 1 or more");
        }
        TrainTest both = DataSources.parse(data).load(session.folder());
        Terminal terminal = session.terminal();
        terminal.lines(DatasetView.lines(both, terminal));
        Dataset shown = shown(both.train());
        Picture first = Pictures.of(shown, 0);
        if (png != null) {
            if (first == null) {
                throw new DescentException(data + " holds no pictures to draw");
            }
            draw(pictures(shown, count == null ? 100 : count), session.path(png));
        } else if (first != null) {
            int fit = ROWS * Math.max(1, (terminal.width() + 1) / (first.columns() + 1));
            terminal.blank();
            terminal.lines(Picture.sheet(pictures(shown, count == null ? fit : count), terminal));
        }
        return ExitCode.DONE;
    }

    private Dataset shown(Dataset train) {
        return augment == null
                ? train
                : Augmented.copy(
                        train.take(count == null ? MOST_SHOWN : count), Augmentations.parseList(augment), 0, 0);
    }

    private static List<Picture> pictures(Dataset dataset, int count) {
        List<Picture> pictures = new ArrayList<>();
        for (int sample = 0; sample < Math.min(count, dataset.size()); sample++) {
            Picture picture = Pictures.of(dataset, sample);
            if (picture != null) {
                pictures.add(picture);
            }
        }
        return pictures;
    }

    private void draw(List<Picture> pictures, Path file) throws IOException {
        int perRow = (int) Math.ceil(Math.sqrt(pictures.size()));
        AtomicFile.write(file, out -> ImageIO.write(ContactSheet.of(pictures, perRow, SCALE), "png", out));
        session.terminal().blank();
        session.terminal().line("drawn     " + file);
    }
}
