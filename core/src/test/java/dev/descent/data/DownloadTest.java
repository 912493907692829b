package dev.descent.data;

import static dev.descent.data.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.descent.data.Published.PublishedFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real server on this machine that behaves as mirrors do on bad days. */
class DownloadTest {
    @TempDir
    Path folder;

    private final byte[] content = new byte[50_000];
    private final List<String> ranges = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        RandomGenerator.of("L64X128MixRandom").nextBytes(content);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/good/", exchange -> serve(exchange, content, 0));
        server.createContext("/missing/", exchange -> exchange.sendResponseHeaders(404, -1));
        server.createContext("/other/", exchange -> serve(exchange, new byte[content.length], 0));
        server.createContext("/cut/", exchange -> serve(exchange, content, 20_000));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aFileIsFetchedOnceAndCheckedAfterwards() throws Exception {
        assertThat(download("good").run()).isEqualTo(1);
        assertThat(folder.resolve("file")).hasBinaryContent(content);
        assertThat(download("good").run()).isZero();
        Files.write(folder.resolve("file"), new byte[content.length]);
        assertThat(download("good").run()).isEqualTo(1);
        assertThat(folder.resolve("file")).hasBinaryContent(content);
    }

    @Test
    void aMirrorThatFailsIsFollowedByTheNext() throws Exception {
        assertThat(download("missing", "other", "good").run()).isEqualTo(1);
        assertThat(folder.resolve("file")).hasBinaryContent(content);
    }

    @Test
    void aBrokenTransferGoesOnWhereItStopped() throws Exception {
        assertThat(download("cut", "good").run()).isEqualTo(1);
        assertThat(folder.resolve("file")).hasBinaryContent(content);
        assertThat(ranges).anySatisfy(range -> assertThat(range).isEqualTo("bytes=20000-"));
    }

    @Test
    void anotherFileUnderTheSameNameIsNeverKept() throws Exception {
        assertRefused(() -> download("other").run(), "file", "checksum", folder.toString());
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void withoutAnyMirrorItSaysHowToPlaceTheFilesByHand() throws Exception {
        server.stop(0);
        assertRefused(() -> download("good").run(), "cannot be reached", "place them in", folder.toString());
    }

    private Download download(String... mirrors) throws Exception {
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        List<URI> addresses = Arrays.stream(mirrors)
                .map(mirror -> URI.create(
                        "http://127.0.0.1:%d/%s/".formatted(server.getAddress().getPort(), mirror)))
                .toList();
        Published data = new Published("set", addresses, List.of(new PublishedFile("file", content.length, sha256)));
        return new Download(data, folder, (_, _, _) -> {}, Duration.ofSeconds(2));
    }

    /** @param breakOff how many bytes to send before hanging up, 0 for all */
    private void serve(HttpExchange exchange, byte[] bytes, int breakOff) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = 0;
        if (range != null) {
            ranges.add(range);
            from = Integer.parseInt(range.replaceAll("\\D", ""));
            exchange.getResponseHeaders()
                    .add("Content-Range", "bytes %d-%d/%d".formatted(from, bytes.length - 1, bytes.length));
        }
        exchange.sendResponseHeaders(range == null ? 200 : 206, bytes.length - from);
        int count = breakOff == 0 ? bytes.length - from : Math.max(0, breakOff - from);
        exchange.getResponseBody().write(bytes, from, count);
        exchange.getResponseBody().flush();
        exchange.close();
    }
}
