package dev.descent.data;

import static dev.descent.data.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "last, 'a,b,kind\n1,2,0\n3,4,1\n'",
        "first, 'kind;a;b\n0;1;2\n1;3;4\n'",
        "kind, 'a\tkind\tb\n1\t0\t2\n3\t1\t4'",
        "2, '1,0,2\n3,1,4\n'",
        "-2, '1,0,2\n3,1,4\n'"
    })
    void theLabelMayBeAnywhereAndTheSeparatorAnyOfThree(String label, String text) throws IOException {
        Dataset data = read(text, label, false);
        assertThat(data.size()).isEqualTo(2);
        assertThat(data.classes()).isEqualTo(2);
        float[] row = new float[2];
        data.copyInput(1, row, 0);
        assertThat(row).containsExactly(3, 4);
        assertThat(data.label(1)).isEqualTo(1);
    }

    @Test
    void wordsAreNumberedInTheirOrderAndNumbersInTheirs() throws IOException {
        assertThat(labels("1,pear\n2,apple\n3,pear\n")).containsExactly(1, 0, 1);
        assertThat(labels("1,2\n2,0\n3,10\n")).containsExactly(2, 0, 10);
        // Two classes called −1 and 1, as support vector machines have them.
        assertThat(labels("1,1\n2,-1\n3,1\n")).containsExactly(1, 0, 1);
        assertThat(labels("1,-10\n2,-9\n3,4\n")).containsExactly(0, 1, 2);
    }

    @Test
    void aRealLabelIsATarget() throws IOException {
        Dataset data = read("hours,score\n1,0.5\n2,-0.75\n", "score", true);
        assertThat(data.isClassification()).isFalse();
        assertThat(data.target(1, 0)).isEqualTo(-0.75);
    }

    @Test
    void quotedCellsByteOrderMarkAndEmptyLinesAtTheEndAreUnderstood() throws IOException {
        Dataset data = read("\uFEFF\"a, in cm\",kind\n\"1\",\"say \"\"x\"\"\"\n2,y\n\n\n", "kind", false);
        assertThat(data.size()).isEqualTo(2);
        assertThat(data.shape()).isEqualTo(Shape.of(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | empty",
                "'a,b\n' | 0 rows",
                "'1\n2\n' | 1 columns",
                "'a,b,label\n1,2,0\n3,0\n' | line 3",
                "'a,b,label\n1,2,0\n3,NaN,1\n' | line 3, column 2",
                "'a,b,label\n1,2,0\n3,inf,1\n' | line 3, column 2",
                "'a,b,label\n1,1e999,0\n3,2,1\n' | line 2, column 2",
                "'a,b,label\n1,x,0\n3,2,1\n' | 'x'",
                "'a,b,label\n1,2,123456789\n' | real=true"
            })
    void whatIsWrongIsNamedByLineAndColumn(String text, String named) {
        assertRefused(() -> read(text, "last", false), "table.csv", named);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kund", "4", "0", "-4"})
    void aLabelColumnThatIsNotThereIsNamed(String label) {
        assertRefused(() -> read("a,b,kind\n1,2,0\n", label, false), "'" + label + "'", "a, b, kind");
    }

    @Test
    void aPictureIsNoTable() throws IOException {
        Path file = Files.write(folder.resolve("a.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', (byte) 0xff});
        assertRefused(() -> Csv.read(file, "last", false, Csv.Header.GUESS), "a.png", "no table");
    }

    private Dataset read(String text, String label, boolean isReal) throws IOException {
        return Csv.read(Files.writeString(folder.resolve("table.csv"), text), label, isReal, Csv.Header.GUESS);
    }

    private int[] labels(String text) throws IOException {
        Dataset data = read(text, "last", false);
        return IntStream.range(0, data.size()).map(data::label).toArray();
    }
}
