package dev.descent.bench;

import java.io.IOException;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./descent bench}: Descent alone, beside its peers, or its kernels by JMH. */
@Command(
        name = "descent bench",
        mixinStandardHelpOptions = true,
        subcommands = {Speed.class, Peers.class},
        description =
                "Measures Descent: alone (speed), beside its peers (peers), or its kernels by JMH (kernels, then JMH's arguments).")
public final class Bench {
    private Bench() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length > 0 && arguments[0].equals("kernels")) {
            org.openjdk.jmh.Main.main(Arrays.copyOfRange(arguments, 1, arguments.length));
            return;
        }
        System.exit(new CommandLine(new Bench())
                .setExecutionExceptionHandler((failure, command, _) -> failed(failure, command))
                .execute(arguments));
    }

    /** Bad input is one sentence and exit code 2; anything else is a defect and shows where. */
    private static int failed(Exception failure, CommandLine command) throws Exception {
        if (failure instanceof IllegalArgumentException || failure instanceof IllegalStateException) {
            command.getErr().println("descent bench: " + failure.getMessage());
            return 2;
        }
        throw failure;
    }
}
