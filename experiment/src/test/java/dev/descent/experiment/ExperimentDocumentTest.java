package dev.descent.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.train.Clip;
import dev.descent.train.Field;
import dev.descent.train.Fields;
import dev.descent.train.Optimizers;
import dev.descent.train.Schedules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/experiment-files.md says what the code does. */
class ExperimentDocumentTest {
    private static String document() throws IOException {
        return Files.readString(Path.of("../docs/experiment-files.md"));
    }

    @Test
    void everyFieldAndEveryComponentOfTrainingIsDescribed() throws IOException {
        String document = document();
        assertThat(Fields.ALL)
                .extracting(Field::name)
                .allSatisfy(name -> assertThat(document).contains("`" + name + "`"));
        Stream.of(Optimizers.names(), Schedules.names(), Clip.names())
                .flatMap(List::stream)
                .forEach(name -> assertThat(document).containsPattern("`" + name + "[`(]"));
    }

    @Test
    void everyExampleReadsAsAnExperiment() throws IOException {
        Matcher examples = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(document());
        int read = 0;
        while (examples.find()) {
            assertThat(ExperimentFile.parse(examples.group(1)).epochs()).isPositive();
            read++;
        }
        assertThat(read).isPositive();
    }
}
