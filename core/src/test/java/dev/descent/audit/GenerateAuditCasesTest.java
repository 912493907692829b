package dev.descent.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.audit.read.TraceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateAuditCasesTest {
    @TempDir
    Path folder;

    @Test
    void aFolderOfCasesReadsBackWithAThirdHealthyAndVariablesThatAreThere() throws IOException {
        GenerateAuditCases.write(folder, 12, 900);
        String truth = Files.readString(folder.resolve("truth.json"));
        List<Path> cases;
        try (var listed = Files.list(folder)) {
            cases = listed.filter(Files::isDirectory).sorted().toList();
        }
        assertThat(cases).hasSize(12);
        assertThat(cases.stream()
                        .filter(one -> one.toString().endsWith("healthy"))
                        .count())
                .isBetween(3L, 8L);
        for (Path one : cases) {
            assertThat(truth).contains("\"" + one.getFileName() + "\"");
            assertThat(TraceReader.read(one).iterations()).hasSize(4);
        }
        assertThat(truth.lines().filter(line -> line.contains("\"faults\": [\"")))
                .allSatisfy(line -> assertThat(line).doesNotContain("\"where\": []"));
    }

    @Test
    void theSameSeedWritesTheSameTruth() throws IOException {
        GenerateAuditCases.write(folder.resolve("a"), 4, 50);
        GenerateAuditCases.write(folder.resolve("b"), 4, 50);
        assertThat(folder.resolve("a/truth.json")).hasSameTextualContentAs(folder.resolve("b/truth.json"));
    }
}
