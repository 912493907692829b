package dev.descent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real {@code descent} script in a folder of its own, with this build's classes as what was built before. */
@Tag("launcher")
class LauncherTest {
    @TempDir
    Path folder;

    private Path home;
    private Path launcher;

    @BeforeEach
    void layABuiltProgram() throws IOException {
        Path script = Path.of("..", "descent").toAbsolutePath().normalize();
        assumeTrue(
                Files.isExecutable(script) && Files.isExecutable(Path.of("/bin/sh")), "needs the script and a shell");
        home = Files.createDirectories(folder.resolve("a home with spaces"));
        launcher = Files.copy(script, home.resolve("descent"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        Path app = Files.createDirectories(home.resolve(".descent/app"));
        Files.createFile(app.resolve("built"));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                                .map(entry -> Path.of(entry).toUri())
                                .map(URI::toString)
                                .collect(Collectors.joining(" ")));
        new JarOutputStream(Files.newOutputStream(app.resolve("descent.jar")), manifest).close();
    }

    @Test
    void itFindsAJavaByItselfWhenJavaHomeIsTooOldOrUnset() throws Exception {
        layAJdk("old", "17.0.15", "/bin/true");
        layAJdk("sdk/candidates/java/25-tem", "25.0.3", System.getProperty("java.home") + "/bin/java");
        Result result = run(
                folder,
                Map.of(
                        "JAVA_HOME",
                        folder.resolve("old").toString(),
                        "SDKMAN_DIR",
                        folder.resolve("sdk").toString()),
                launcher.toString(),
                "--version");
        assertThat(result.out()).isEqualTo("descent " + Commands.VERSION + "\n");
        assertThat(result.error()).isEmpty();
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void itWorksThroughASymbolicLinkFromAnyFolder() throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path elsewhere = Files.createDirectories(folder.resolve("else where"));
        Files.createSymbolicLink(bin.resolve("first"), Path.of("../a home with spaces/descent"));
        Files.createSymbolicLink(bin.resolve("descent"), bin.resolve("first"));
        assertThat(run(elsewhere, ours(), bin.resolve("descent").toString(), "--version")
                        .out())
                .startsWith("descent ");
    }

    @Test
    void complaintsReachStandardErrorAndExitCodesTheCaller() throws Exception {
        Result result = run(folder, ours(), launcher.toString(), "manual", "two words", "three");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.error())
                .startsWith("descent: unexpected argument two words")
                .hasLineCount(1);
    }

    @Test
    void aFullDiskIsSaidInOneSentence() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "needs /dev/full");
        Result result = run(folder, ours(), "/bin/sh", "-c", "'" + launcher + "' --help >/dev/full");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.error())
                .startsWith("descent: cannot write to standard output: ")
                .hasLineCount(1);
    }

    @Test
    void aWrongDescentJavaIsNamed() throws Exception {
        Result result = run(folder, Map.of("DESCENT_JAVA", "/nowhere"), launcher.toString(), "--version");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.error())
                .startsWith("descent: DESCENT_JAVA is /nowhere")
                .hasLineCount(1);
    }

    @Test
    void withoutMavenTheFirstUseSaysWhatToInstall() throws Exception {
        Files.delete(home.resolve(".descent/app/built"));
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : List.of("dirname", "readlink", "find", "head", "sed", "rm", "mkdir", "stty")) {
            Path real = Path.of("/usr/bin", tool);
            layAProgram(tools.resolve(tool), (Files.exists(real) ? real : Path.of("/bin", tool)).toString());
        }
        Map<String, String> environment =
                Map.of("DESCENT_JAVA", System.getProperty("java.home"), "PATH", tools.toString());
        Result result = run(folder, environment, launcher.toString(), "--version");
        assertThat(result.exitCode()).isEqualTo(69);
        assertThat(result.error()).contains("no mvn on the PATH").hasLineCount(1);
    }

    private void layAJdk(String name, String version, String program) throws IOException {
        Path jdk = folder.resolve(name);
        layAProgram(Files.createDirectories(jdk.resolve("bin")).resolve("java"), program);
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    }

    private static void layAProgram(Path file, String program) throws IOException {
        Files.writeString(file, "#!/bin/sh\nexec '" + program + "' \"$@\"\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static Map<String, String> ours() {
        return Map.of("DESCENT_JAVA", System.getProperty("java.home"));
    }

    private record Result(int exitCode, String out, String error) {}

    private Result run(Path from, Map<String, String> environment, String... command) throws Exception {
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path error = Files.createTempFile(folder, "error", ".txt");
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .directory(from.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(out.toFile())
                .redirectError(error.toFile());
        builder.environment().keySet().removeAll(List.of("JAVA_HOME", "DESCENT_JAVA", "JAVA_TOOL_OPTIONS"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS))
                .as("ends within a minute")
                .isTrue();
        return new Result(process.exitValue(), Files.readString(out), Files.readString(error));
    }
}
