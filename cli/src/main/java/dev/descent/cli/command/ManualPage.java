package dev.descent.cli.command;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A command and its subcommands as a manual page in the roff language, man macros (man-pages(7)). */
final class ManualPage {
    private final StringBuilder page = new StringBuilder();

    private ManualPage() {}

    static String of(CommandSpec root) {
        ManualPage manual = new ManualPage();
        String name = root.name();
        manual.macro(
                ".TH", name.toUpperCase(java.util.Locale.ROOT), "1", "", String.join(" ", root.version()), "Descent");
        manual.macro(".SH", "NAME");
        manual.text(name + " - " + description(root.usageMessage().description()));
        manual.macro(".SH", "SYNOPSIS");
        manual.text(bold(name) + " COMMAND [OPTION]... [ARGUMENT]...");
        manual.macro(".SH", "COMMANDS");
        for (CommandLine command :
                root.subcommands().values().stream().distinct().toList()) {
            manual.command(command.getCommandSpec());
        }
        manual.macro(".SH", "EXIT STATUS");
        manual.item("0", "done");
        manual.item("2", "wrong arguments or files; one sentence on standard error says what and where");
        manual.item("70", "a fault of Descent itself");
        manual.item("130", "stopped by Ctrl-C after keeping the model");
        manual.macro(".SH", "ENVIRONMENT");
        manual.item("DESCENT_DATA", "folder of data sets, instead of the user's cache folder");
        manual.item("DESCENT_JAVA", "the JDK to use, tried before JAVA_HOME and the usual folders");
        manual.item("DESCENT_JAVA_OPTIONS", "further options for the JVM, for example -Xmx8g");
        manual.item("NO_COLOR", "when set, no colours");
        return manual.page.toString();
    }

    private void command(CommandSpec command) {
        macro(".SS", command.qualifiedName());
        text(description(command.usageMessage().description()));
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            argument(parameter.paramLabel(), parameter);
        }
        for (OptionSpec option : command.options()) {
            if (!option.hidden() && !option.usageHelp() && !option.versionHelp()) {
                String value = option.typeInfo().isBoolean() ? "" : " " + option.paramLabel();
                argument(String.join(", ", List.of(option.names())) + value, option);
            }
        }
        command.subcommands().values().stream().distinct().forEach(sub -> command(sub.getCommandSpec()));
    }

    private void argument(String heading, ArgSpec argument) {
        if (!argument.hidden()) {
            item(heading, description(argument.description()));
        }
    }

    private void item(String heading, String text) {
        macro(".TP");
        text(bold(heading));
        text(text);
    }

    private void macro(String name, String... arguments) {
        page.append(name);
        for (String argument : arguments) {
            page.append(" \"").append(escape(argument).replace("\"", "\\(dq")).append('"');
        }
        page.append('\n');
    }

    private void text(String text) {
        String escaped = text.startsWith("\\fB") ? text : escape(text);
        // A line that begins with a point or a quote would be read as a macro.
        page.append(escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" : "")
                .append(escaped)
                .append('\n');
    }

    private static String bold(String text) {
        return "\\fB" + escape(text) + "\\fR";
    }

    private static String description(String[] lines) {
        return String.join(" ", lines).replace("%n", " ").replace("%%", "%").replace("${DEFAULT-VALUE}", "see --help");
    }

    private static String escape(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-");
    }
}
