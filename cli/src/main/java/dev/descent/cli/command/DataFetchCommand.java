package dev.descent.cli.command;

import dev.descent.cli.ExitCode;
import dev.descent.cli.Session;
import dev.descent.cli.terminal.Figures;
import dev.descent.cli.terminal.ProgressBar;
import dev.descent.data.DataFolder;
import dev.descent.data.DescentException;
import dev.descent.data.Download;
import dev.descent.data.Published;
import dev.descent.spec.Nearest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code descent data fetch}. */
@Command(
        name = "fetch",
        description = "Download a data set into the user's cache folder (DESCENT_DATA names another).",
        mixinStandardHelpOptions = true)
public final class DataFetchCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "mnist or fashion-mnist.")
    private String name = "";

    public DataFetchCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        List<String> names = Published.ALL.stream().map(Published::name).toList();
        Published data = Published.ALL.stream()
                .filter(published -> published.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new DescentException(
                        "there is no data set '%s' to fetch%s".formatted(name, Nearest.hint(name, names))));
        Path folder = DataFolder.path().resolve(data.name());
        try (ProgressBar bar = new ProgressBar(session.terminal(), "")) {
            int fetched = new Download(
                            data,
                            folder,
                            (file, bytes, size) -> bar.show(
                                    file,
                                    (double) bytes / size,
                                    Figures.count(bytes / 1024) + " of " + Figures.count(size / 1024) + " KB"))
                    .run();
            bar.keep(
                    fetched == 0
                            ? "all " + data.files().size() + " files of " + name + " are in " + folder
                                    + " already, and whole"
                            : "fetched " + fetched + " files of " + name + " into " + folder);
        }
        return ExitCode.DONE;
    }
}
