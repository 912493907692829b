package dev.descent.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.audit.read.TraceReader;
import dev.descent.report.Finding;
import dev.descent.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The collection of other people's programs with known faults, which lies outside the repository. */
class AuditCasesTest {
    private static final Pattern CASE =
            Pattern.compile("\"([^\"]+)\": \\{\\s*\"faults\": \\[([^\\]]*)\\],\\s*\"where\": \\[([^\\]]*)\\]");

    private record Truth(List<String> faults, List<String> where) {}

    @Test
    void everyCaseOfTheCollectionIsNamedRightAndNoHealthyProgramIsBlamed() throws IOException {
        Path folder = Path.of(System.getenv().getOrDefault("DESCENT_DATA", "/no/data"))
                .resolveSibling("audit-cases");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(folder.resolve("truth.json")));
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, Truth> one : truths(folder.resolve("truth.json")).entrySet()) {
            Truth truth = one.getValue();
            long before = System.nanoTime();
            Report report =
                    Audit.of(TraceReader.read(folder.resolve(one.getKey()))).report();
            double seconds = (System.nanoTime() - before) / 1e9;
            List<String> named = report.findings().stream()
                    .map(finding -> finding.fault().code())
                    .toList();
            String place = report.findings().isEmpty()
                    ? ""
                    : report.findings().getFirst().place();
            boolean right = named.equals(truth.faults())
                    && (truth.where().isEmpty() || truth.where().contains(place.split(", ")[0]));
            if (!right) {
                wrong.add(one.getKey() + " " + named + " " + place);
            }
            if (Boolean.getBoolean("audit.print")) {
                System.out.printf(
                        "%s %-36s %.2f s %s (%s)%n", right ? "ok   " : "WRONG", one.getKey(), seconds, named, place);
                if (!right || Boolean.getBoolean("audit.all")) {
                    print(report);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static void print(Report report) {
        for (Finding finding : report.findings()) {
            System.out.println("   ! " + finding.fault() + " " + finding.certainty() + " [" + finding.place() + "] "
                    + finding.says());
            System.out.println("       " + finding.line());
            System.out.println("       " + finding.remedy() + " " + finding.evidence());
            if (finding.proof() != null) {
                System.out.println("       " + finding.proof().quantity() + " "
                        + finding.proof().asItIs().last() + " -> "
                        + finding.proof().mended().last());
            }
        }
        report.verified().forEach(line -> System.out.println("   v " + line));
        report.notes().forEach(line -> System.out.println("   n " + line));
        report.unidentified().forEach(line -> System.out.println("   ? " + line));
    }

    private static Map<String, Truth> truths(Path file) throws IOException {
        Map<String, Truth> truths = new TreeMap<>();
        Matcher matcher = CASE.matcher(Files.readString(file));
        while (matcher.find()) {
            truths.put(matcher.group(1), new Truth(strings(matcher.group(2)), strings(matcher.group(3))));
        }
        return truths;
    }

    private static List<String> strings(String list) {
        return Stream.of(list.split(","))
                .map(text -> text.strip().replace("\"", ""))
                .filter(text -> !text.isEmpty())
                .toList();
    }
}
