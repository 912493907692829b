package dev.descent.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class HtmlReportTest {
    private static Document parse(String markup) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(markup)));
    }

    @Test
    void thePageStaysWellFormedWhateverTheNamesAre() throws Exception {
        Document page = parse(HtmlReport.of(Samples.full(Samples.HOSTILE)));
        assertThat(page.getElementsByTagName("script").getLength()).isZero();
        assertThat(page.getElementsByTagName("style").getLength()).isEqualTo(1);
        assertThat(page.getElementsByTagName("h1").item(0).getTextContent())
                .contains("<script>alert('1')</script> & \"quotes\"");
    }

    @Test
    void thePageNeedsNothingFromElsewhere() {
        assertThat(HtmlReport.of(Samples.full("")))
                .doesNotContain("src=", "href=", "url(", "@import", "<script")
                .contains("prefers-color-scheme:dark");
    }

    @Test
    void aProofShowsBothCurvesAndWhereOneIsNoNumberAnyMore() throws Exception {
        Proof proof = Samples.full("").byCertainty().getFirst().proof();
        Document svg = parse(SvgPlot.curves(java.util.Objects.requireNonNull(proof)));
        String text = svg.getDocumentElement().getTextContent();
        assertThat(text).contains("×");
        String paths = IntStream.range(0, svg.getElementsByTagName("path").getLength())
                .mapToObj(i -> svg.getElementsByTagName("path")
                        .item(i)
                        .getAttributes()
                        .getNamedItem("d")
                        .getNodeValue())
                .filter(path -> path.chars().filter(letter -> letter == 'L').count() > 50)
                .collect(Collectors.joining("|"));
        assertThat(paths.split("\\|")).hasSize(2);
    }

    @Test
    void aHeatmapColoursPositiveNegativeAndNoNumberApart() throws Exception {
        Heatmap map = new Heatmap("1 × 4", 1, 4, List.of(1.0, -1.0, 0.0, Double.NaN));
        Document svg = parse(SvgPlot.heatmap(map, 1));
        List<String> fills = IntStream.range(0, svg.getElementsByTagName("path").getLength())
                .mapToObj(i -> svg.getElementsByTagName("path")
                        .item(i)
                        .getAttributes()
                        .getNamedItem("fill")
                        .getNodeValue())
                .toList();
        assertThat(fills).hasSize(3).doesNotHaveDuplicates().anyMatch(fill -> fill.contains("--positive"));
    }
}
