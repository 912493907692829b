package dev.descent.data;

import dev.descent.data.Published.PublishedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Fetches a published data set: mirror after mirror, each tried twice, going on where an earlier attempt broke off, and every
 * file checked by size and SHA-256 before it gets its name.
 */
public final class Download {
    private static final int ATTEMPTS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    private final Published data;
    private final Path folder;
    private final Progress progress;

    /** Hears how far a file is. */
    @FunctionalInterface
    public interface Progress {
        /**
         * @param file its name
         * @param bytes there so far
         * @param size in all
         */
        void at(String file, long bytes, long size);
    }

    /** @param folder where the files are to lie; made when missing */
    public Download(Published data, Path folder, Progress progress) {
        this.data = data;
        this.folder = folder;
        this.progress = progress;
    }

    /**
     * Fetches the files that are not there yet.
     *
     * @return how many were fetched
     * @throws DescentException when no mirror gives a file; says how to place it by hand
     */
    public int run() throws IOException {
        Files.createDirectories(folder);
        int fetched = 0;
        for (PublishedFile file : data.files()) {
            Path target = folder.resolve(file.name());
            if (!isWhole(target, file)) {
                fetch(file, target);
                fetched++;
            }
            progress.at(file.name(), file.size(), file.size());
        }
        return fetched;
    }

    private void fetch(PublishedFile file, Path target) throws IOException {
        Path part = folder.resolve("." + file.name() + ".part");
        List<String> failures = new ArrayList<>();
        for (URI mirror : data.mirrors()) {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                try {
                    transfer(mirror.resolve(file.name()), file, part);
                    check(part, file);
                    Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
                    return;
                } catch (IOException failure) {
                    failures.add(mirror.getHost() + ": " + reason(failure));
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                    throw new IOException("stopped while fetching " + file.name(), stopped);
                }
            }
        }
        throw new DescentException(
                "%s could not be fetched (%s): connect to the web and try again, or get the file elsewhere and place it as %s"
                        .formatted(
                                file.name(),
                                String.join("; ", failures.stream().distinct().toList()),
                                target));
    }

    private static String reason(IOException failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    private void transfer(URI address, PublishedFile file, Path part) throws IOException, InterruptedException {
        long there = Files.exists(part) ? Files.size(part) : 0;
        if (there >= file.size()) {
            Files.delete(part);
            there = 0;
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(PATIENCE);
        if (there > 0) {
            request.header("Range", "bytes=" + there + "-");
        }
        HttpResponse<InputStream> response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = response.body()) {
            boolean goesOn = response.statusCode() == 206 && there > 0;
            if (response.statusCode() != 200 && !goesOn) {
                throw new IOException("answered " + response.statusCode());
            }
            StandardOpenOption how = goesOn ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
            try (OutputStream out =
                    Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
                copy(in, out, goesOn ? there : 0, file);
            }
        }
    }

    private void copy(InputStream in, OutputStream out, long from, PublishedFile file) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long bytes = from;
        for (int read; (read = in.read(buffer)) > 0; ) {
            bytes += read;
            if (bytes > file.size()) {
                throw new IOException("sent more than the %d bytes expected".formatted(file.size()));
            }
            out.write(buffer, 0, read);
            progress.at(file.name(), bytes, file.size());
        }
    }

    private static void check(Path part, PublishedFile file) throws IOException {
        long size = Files.size(part);
        if (size < file.size()) {
            // Kept: the next attempt goes on from here.
            throw new IOException("broke off after %d of %d bytes".formatted(size, file.size()));
        }
        if (!isWhole(part, file)) {
            Files.delete(part);
            throw new IOException("sent another file: its checksum is not that of " + file.name());
        }
    }

    private static boolean isWhole(Path path, PublishedFile file) throws IOException {
        if (!Files.isRegularFile(path) || Files.size(path) != file.size()) {
            return false;
        }
        try (InputStream in = Files.newInputStream(path)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read; (read = in.read(buffer)) > 0; ) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest()).equals(file.sha256());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
