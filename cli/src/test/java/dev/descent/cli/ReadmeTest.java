package dev.descent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.data.Digits;
import dev.descent.experiment.ExperimentFile;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the README shows is so. */
class ReadmeTest extends CommandTest {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void everyCommandItShowsIsOneThatDescentUnderstands() throws IOException {
        List<String> shown = commands();
        assertThat(shown).hasSizeGreaterThan(8);
        CommandLine descent = Commands.of(new Session(
                dev.descent.cli.terminal.Terminal.plain(System.out, 80),
                System.err,
                System.in,
                java.util.Map.of(),
                folder));
        for (String command : shown) {
            List<String> words = words(command);
            descent.parseArgs(words.subList(1, words.size()).toArray(String[]::new));
        }
    }

    @Test
    void everyCommandIsInItsTable() throws IOException {
        String readme = Files.readString(PROJECT.resolve("README.md"));
        descentCommands().forEach(name -> assertThat(readme).contains("| `descent " + name));
    }

    private Stream<String> descentCommands() {
        return descent("--help")
                .out()
                .lines()
                .dropWhile(line -> !line.equals("Commands:"))
                .skip(1)
                .takeWhile(line -> !line.isBlank())
                .filter(line -> line.startsWith("  ") && line.charAt(2) != ' ')
                .map(line -> line.strip().split("[ ,]")[0]);
    }

    @Test
    void everyExperimentAndPictureItNamesIsThere() throws IOException {
        Matcher named = Pattern.compile("(experiments/[\\w-]+\\.yaml|docs/[\\w/.-]+\\.(?:png|md))")
                .matcher(Files.readString(PROJECT.resolve("README.md")));
        while (named.find()) {
            Path file = PROJECT.resolve(named.group(1));
            assertThat(file).isNotEmptyFile();
            if (file.toString().endsWith(".yaml")) {
                assertThat(ExperimentFile.read(file).layers()).isNotEmpty();
            }
        }
    }

    @Test
    void theLibrarySnippetCompilesAndRuns() throws Exception {
        String readme = Files.readString(PROJECT.resolve("README.md"));
        String snippet = readme.split("```java\n")[1]
                .split("```")[0]
                .replace("Digits.builtIn()", "Digits.builtIn(500, 100, 1)")
                .replace("\"digits.descent\"", "\"" + folder.resolve("digits.descent") + "\"")
                .replace("\"seven.png\"", "\"" + folder.resolve("seven.png") + "\"");
        Path source = Files.writeString(folder.resolve("Quickstart.java"), snippet);
        BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
        var digits = Digits.builtIn(10, 1, 1).train();
        for (int index = 0; index < 28 * 28; index++) {
            image.getRaster().setSample(index % 28, index / 28, 0, (int) digits.raw(7, index));
        }
        ImageIO.write(image, "png", folder.resolve("seven.png").toFile());
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        source.toString());
        assertThat(compiled).as("compiles").isZero();
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        System.getProperty("java.class.path") + File.pathSeparator + folder,
                        "Quickstart")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> printed = new String(
                        process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).isZero();
        assertThat(printed).hasSize(2);
        assertThat(Double.parseDouble(printed.get(0))).isBetween(0.2, 1.0);
        assertThat(Integer.parseInt(printed.get(1))).isBetween(0, 9);
        assertThat(folder.resolve("digits.descent")).isNotEmptyFile();
    }

    private static List<String> commands() throws IOException {
        List<String> commands = new ArrayList<>();
        boolean inShell = false;
        for (String line : Files.readAllLines(PROJECT.resolve("README.md"))) {
            inShell = line.equals("```sh") || (inShell && !line.startsWith("```"));
            if (inShell && line.startsWith("./descent")) {
                commands.add(line.replaceFirst("\\s+#.*", "").replaceFirst("\\s+>.*", ""));
            }
        }
        return commands;
    }

    private static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        Matcher word = Pattern.compile("\"([^\"]*)\"|(\\S+)").matcher(command);
        while (word.find()) {
            words.add(word.group(1) == null ? word.group(2) : word.group(1));
        }
        return words;
    }
}
