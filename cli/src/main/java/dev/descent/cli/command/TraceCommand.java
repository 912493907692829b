package dev.descent.cli.command;

import dev.descent.cli.ExitCode;
import dev.descent.cli.Session;
import dev.descent.cli.terminal.Terminal;
import dev.descent.cli.view.StepView;
import dev.descent.data.Dataset;
import dev.descent.data.DescentException;
import dev.descent.data.NdArray;
import dev.descent.data.Npz;
import dev.descent.trace.NameMap;
import dev.descent.trace.Step;
import dev.descent.trace.Tracer;
import dev.descent.train.Checkpoint;
import dev.descent.train.Experiment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code descent trace}. */
@Command(
        name = "trace",
        description = "Run an experiment for a few steps, or to any one step, and show or save every array.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  descent trace experiments/collapse.yaml --sample 0",
            "  descent trace experiments/collapse.yaml --count 2 --save steps --double",
            "  descent trace run --step 400 --sample 0",
            "  descent trace experiments/xor.yaml --arrays layer1.logits,layer1.weight.gradient"
        })
public final class TraceCommand implements Callable<Integer> {
    private final Session session;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "EXPERIMENT",
            description = "Experiment file (YAML), folder of a recorded run, or trained network (.descent);"
                    + " without one, the standard experiment.")
    private @Nullable String file;

    @Option(
            names = {"-n", "--count"},
            paramLabel = "STEPS",
            defaultValue = "3",
            description = "How many steps (default: ${DEFAULT-VALUE}).")
    private int count = 3;

    @Option(
            names = "--step",
            paramLabel = "NUMBER",
            description = "Only this step, made again bit for bit; of a recorded run from its last checkpoint before.")
    private @Nullable Long number;

    @Option(
            names = "--sample",
            paramLabel = "ROW",
            description = "Show one sample of the batch, by its row from 0, instead of the whole batch.")
    private @Nullable Integer sample;

    @Option(names = "--arrays", paramLabel = "NAME", split = ",", description = "Print these arrays number by number.")
    private List<String> arrays = List.of();

    @Option(
            names = "--names",
            paramLabel = "FILE",
            description = "Use the names of this file: lines like 'their_name = layer1.logits'.")
    private @Nullable String names;

    @Option(
            names = "--save",
            paramLabel = "FOLDER",
            description = "Write each step to FOLDER/step-001.npz and so on, for NumPy.")
    private @Nullable String save;

    @Option(names = "--double", description = "Use the double-precision reference instead of the float engine.")
    private boolean reference;

    public TraceCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        CommandSpec command = Objects.requireNonNull(spec);
        if (count < 1) {
            throw new DescentException("--count " + count + ": expected 1 or more steps");
        }
        RunFolder run = runFolder();
        Experiment experiment = experiment(command);
        Dataset data = experiment.load().train();
        NameMap map = names == null ? null : NameMap.read(session.path(names));
        Path folder = save == null ? null : Files.createDirectories(session.path(save));
        try {
            if (number != null) {
                Checkpoint checkpoint = run == null ? null : run.before(number);
                handle(Tracer.stepOf(experiment, data, number, checkpoint), map, folder);
            } else if (reference) {
                Tracer.inDouble(experiment, data, count, step -> handle(step, map, folder));
            } else {
                Tracer.inFloat(experiment, data, count, step -> handle(step, map, folder));
            }
        } catch (UncheckedIOException failure) {
            throw Objects.requireNonNull(failure.getCause());
        }
        return ExitCode.DONE;
    }

    private @Nullable RunFolder runFolder() {
        return file != null && RunFolder.isOne(session.path(file)) ? new RunFolder(session.path(file)) : null;
    }

    /** With the folder that its relative paths start from. */
    private Experiment experiment(CommandSpec command) throws IOException {
        if (number != null && reference) {
            throw new DescentException("--step goes with the float engine, which trained: leave out --double");
        }
        if (file != null && (file.endsWith(".descent") || runFolder() != null)) {
            return Subjects.read(file, session);
        }
        Experiment experiment = ExperimentFlags.read(file, command, session);
        if (file == null && !ExperimentFlags.isGiven("data.source", command)) {
            experiment = DefaultData.choose(experiment, session);
        }
        return experiment.withFolder(ExperimentFlags.dataFolder(file, command, session));
    }

    private void handle(Step whole, @Nullable NameMap map, @Nullable Path folder) {
        if (sample != null && (sample < 0 || sample >= whole.samples())) {
            throw new DescentException(
                    "--sample %d: step %d has the rows 0 to %d".formatted(sample, whole.number(), whole.samples() - 1));
        }
        Step step = sample == null ? whole : whole.sample(sample);
        Map<String, NdArray> named = map == null ? step.arrays() : map.rename(step);
        Terminal terminal = session.terminal();
        if (arrays.isEmpty()) {
            terminal.lines(StepView.table(step, named, terminal));
        } else {
            terminal.heading("step " + step.number());
            for (Map.Entry<String, NdArray> entry : chosen(named).entrySet()) {
                terminal.lines(StepView.numbers(entry.getKey(), entry.getValue()));
            }
        }
        if (folder != null) {
            Path target = folder.resolve(String.format(Locale.ROOT, "step-%03d.npz", step.number()));
            try {
                Npz.write(target, named);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            terminal.line("saved  " + target);
        }
        terminal.blank();
    }

    private Map<String, NdArray> chosen(Map<String, NdArray> named) {
        Map<String, NdArray> chosen = new LinkedHashMap<>();
        for (String name : arrays) {
            NdArray array = named.get(name);
            if (array == null) {
                throw new DescentException("--arrays " + name + ": a step has " + String.join(", ", named.keySet()));
            }
            chosen.put(name, array);
        }
        return chosen;
    }
}
