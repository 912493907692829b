package dev.descent.cli.command;

import dev.descent.cli.ExitCode;
import dev.descent.cli.Session;
import dev.descent.cli.json.CaseLine;
import dev.descent.cli.json.JsonLines;
import dev.descent.cli.terminal.Terminal;
import dev.descent.cli.view.BenchView;
import dev.descent.data.DescentException;
import dev.descent.doctor.Budget;
import dev.descent.experiment.cases.Bench;
import dev.descent.experiment.cases.Bench.Outcome;
import dev.descent.experiment.cases.CaseCollection;
import dev.descent.experiment.cases.CaseCollection.Case;
import dev.descent.experiment.cases.CaseFolder;
import dev.descent.experiment.cases.Mutator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code descent doctor bench}. */
@Command(
        name = "bench",
        description = "Let the doctor examine cases whose faults are known, and count how often it is right.",
        mixinStandardHelpOptions = true)
public final class DoctorBenchCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(
            paramLabel = "CASES",
            description = "A folder of experiments with truth.yaml beside them, or a collection of facts as JSON.")
    private String path = "";

    @Option(names = "--only", paramLabel = "REGEX", description = "Only cases whose whole name matches.")
    private @Nullable String only;

    @Option(
            names = "--part",
            paramLabel = "K/N",
            description = "Every N-th case from the K-th, counted from 0: 0/2 for the even ones.")
    private String part = "0/1";

    @Option(names = "--limit", paramLabel = "NUMBER", description = "At most so many cases.")
    private int limit = Integer.MAX_VALUE;

    @Option(names = "--cost", paramLabel = "NAME", description = "Only cases that cost this: light, heavy, cnn-colour.")
    private @Nullable String cost;

    @Option(names = "--seed", paramLabel = "NUMBER", description = "Another seed than the experiments'.")
    private long seed;

    @Option(names = "--budget", paramLabel = "FACTOR", description = "Work of one trial as a multiple of the usual.")
    private double budget = 1;

    @Option(names = "--json", description = "Print one JSON object a line instead of text.")
    private boolean json;

    @Option(names = "--list", description = "Only list the cases, and those left out with the reason.")
    private boolean list;

    @Option(
            names = "--write",
            paramLabel = "FOLDER",
            description = "Write the cases as a folder of experiments and do nothing else.")
    private @Nullable String write;

    @Option(
            names = "--mutate",
            paramLabel = "FOLDER",
            description =
                    "Harm the healthy experiments of CASES, write the failing ones to FOLDER and do nothing else.")
    private @Nullable String mutate;

    public DoctorBenchCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        if (mutate != null) {
            List<Case> made = Mutator.make(session.path(path), seed);
            CaseFolder.write(session.path(mutate), made);
            session.terminal().line(made.size() + " cases written to " + mutate);
            return ExitCode.DONE;
        }
        CaseCollection collection = CaseCollection.read(session.path(path));
        List<Case> cases = chosen(collection.cases());
        Terminal terminal = session.terminal();
        if (write != null) {
            CaseFolder.write(session.path(write), cases);
            terminal.line(cases.size() + " cases written to " + write);
            return ExitCode.DONE;
        }
        if (list) {
            cases.forEach(one -> terminal.line(one.id() + "  " + one.truth()));
            collection.left().forEach(reason -> terminal.line("left out  " + reason));
            return ExitCode.DONE;
        }
        Bench bench = new Bench(Budget.USUAL.times(budget), seed);
        JsonLines lines = new JsonLines(session.out());
        List<Outcome> outcomes = new ArrayList<>();
        for (Case one : cases) {
            Outcome outcome = bench.run(one);
            outcomes.add(outcome);
            if (json) {
                lines.print(CaseLine.of(outcome));
            } else {
                terminal.line(BenchView.line(outcome, terminal));
            }
        }
        if (!json) {
            terminal.blank();
            terminal.lines(BenchView.summary(outcomes, terminal));
        }
        return ExitCode.DONE;
    }

    private List<Case> chosen(List<Case> all) {
        Pattern names = pattern();
        if (!part.matches("\\d{1,4}/[1-9]\\d{0,3}")) {
            throw new DescentException("--part " + part + ": expected K/N, like 0/2");
        }
        int from = Integer.parseInt(part.substring(0, part.indexOf('/')));
        int step = Integer.parseInt(part.substring(part.indexOf('/') + 1));
        return IntStream.range(0, all.size())
                .filter(i -> i % step == from)
                .mapToObj(all::get)
                .filter(one -> names.matcher(one.id()).matches())
                .filter(one -> cost == null || Objects.equals(cost, one.cost()))
                .limit(limit)
                .toList();
    }

    private Pattern pattern() {
        try {
            return Pattern.compile(only == null ? ".*" : only);
        } catch (PatternSyntaxException wrong) {
            throw new DescentException(
                    "--only " + only + " is no regular expression: " + wrong.getDescription(), wrong);
        }
    }
}
