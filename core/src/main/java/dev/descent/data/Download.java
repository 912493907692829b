package dev.descent.data;

import dev.descent.data.Published.PublishedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
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

    private final Published data;
    private final Path folder;
    private final Progress progress;
    private final Duration patience;

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
        this(data, folder, progress, PATIENCE);
    }

    /** @param patience how long a server may be silent */
    Download(Published data, Path folder, Progress progress, Duration patience) {
        this.data = data;
        this.folder = folder;
        this.progress = progress;
        this.patience = patience;
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
        try (HttpClient client = HttpClient.newBuilder()
                .connectTimeout(patience)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            for (PublishedFile file : data.files()) {
                Path target = folder.resolve(file.name());
                if (!isWhole(target, file)) {
                    fetch(client, file, target);
                    fetched++;
                }
                progress.at(file.name(), file.size(), file.size());
            }
        }
        return fetched;
    }

    private void fetch(HttpClient client, PublishedFile file, Path target) throws IOException {
        Path part = folder.resolve("." + file.name() + ".part");
        List<String> failures = new ArrayList<>();
        for (URI mirror : data.mirrors()) {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                try {
                    transfer(client, mirror.resolve(file.name()), file, part);
                    check(part, file);
                    Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
                    return;
                } catch (TransferException failure) {
                    failures.add(mirror.getHost() + " " + failure.getMessage());
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                    throw new IOException("stopped while fetching " + file.name(), stopped);
                }
            }
        }
        throw new DescentException(
                "%s could not be fetched (%s): connect to the internet and run this again, or get %s on another machine from %s and place them in %s"
                        .formatted(
                                file.name(),
                                String.join("; ", failures.stream().distinct().toList()),
                                String.join(
                                        ", ",
                                        data.files().stream()
                                                .map(PublishedFile::name)
                                                .toList()),
                                data.mirrors().getFirst(),
                                folder));
    }

    /** What a mirror did wrong, as the end of a sentence; another attempt may do better. */
    private static final class TransferException extends Exception {
        private static final long serialVersionUID = 1;

        TransferException(String message) {
            super(message);
        }
    }

    private void transfer(HttpClient client, URI address, PublishedFile file, Path part)
            throws IOException, InterruptedException, TransferException {
        long there = Files.exists(part) ? Files.size(part) : 0;
        if (there >= file.size()) {
            Files.delete(part);
            there = 0;
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(patience);
        if (there > 0) {
            request.header("Range", "bytes=" + there + "-");
        }
        HttpResponse<InputStream> response = send(client, request.build());
        try (InputStream in = response.body()) {
            boolean goesOn = there > 0 && response.statusCode() == 206 && startsAt(response, there);
            if (response.statusCode() != 200 && !goesOn) {
                if (response.statusCode() == 206 || response.statusCode() == 416) {
                    // A server that does not go on where the part ends gets another chance from the beginning.
                    Files.deleteIfExists(part);
                }
                throw new TransferException("answered " + response.statusCode());
            }
            StandardOpenOption how = goesOn ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
            try (OutputStream out =
                    Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
                copy(in, out, goesOn ? there : 0, file);
            }
        }
    }

    private static boolean startsAt(HttpResponse<?> response, long offset) {
        return response.headers()
                .firstValue("Content-Range")
                .map(range -> range.startsWith("bytes " + offset + "-"))
                .orElse(false);
    }

    private static HttpResponse<InputStream> send(HttpClient client, HttpRequest request)
            throws InterruptedException, TransferException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (ConnectException _) {
            throw new TransferException("cannot be reached");
        } catch (HttpTimeoutException _) {
            throw new TransferException("does not answer");
        } catch (IOException failure) {
            throw new TransferException("broke off" + reason(failure));
        }
    }

    private static String reason(IOException failure) {
        return failure.getMessage() == null ? "" : " (" + failure.getMessage() + ")";
    }

    /** Reading fails with the mirror and may be tried again; writing fails with the disk and may not. */
    private void copy(InputStream in, OutputStream out, long from, PublishedFile file)
            throws IOException, TransferException {
        byte[] buffer = new byte[1 << 16];
        long bytes = from;
        try (Watch watch = new Watch(in, patience)) {
            while (true) {
                int read;
                try {
                    read = in.read(buffer);
                } catch (IOException failure) {
                    throw new TransferException(
                            watch.hasBitten()
                                    ? "fell silent after %d of %d bytes".formatted(bytes, file.size())
                                    : "broke off after %d of %d bytes".formatted(bytes, file.size()) + reason(failure));
                }
                if (read < 0) {
                    return;
                }
                watch.heard();
                bytes += read;
                if (bytes > file.size()) {
                    throw new TransferException("sent more than the %d bytes expected".formatted(file.size()));
                }
                out.write(buffer, 0, read);
                progress.at(file.name(), bytes, file.size());
            }
        }
    }

    /** Closes a stream that has been silent for too long, as the client's own timeout ends with the headers. */
    private static final class Watch implements AutoCloseable {
        private final Thread thread;
        private volatile long lastHeard = System.nanoTime();
        private volatile boolean bitten;

        Watch(InputStream in, Duration patience) {
            thread = Thread.ofVirtual().start(() -> {
                try {
                    for (long left = patience.toNanos(); left > 0; ) {
                        Thread.sleep(Duration.ofNanos(left));
                        left = patience.toNanos() - (System.nanoTime() - lastHeard);
                    }
                    bitten = true;
                    in.close();
                } catch (InterruptedException | IOException _) {
                    // Nothing left to watch.
                }
            });
        }

        void heard() {
            lastHeard = System.nanoTime();
        }

        boolean hasBitten() {
            return bitten;
        }

        @Override
        public void close() {
            thread.interrupt();
        }
    }

    private static void check(Path part, PublishedFile file) throws IOException, TransferException {
        long size = Files.size(part);
        if (size < file.size()) {
            // Kept: the next attempt goes on from here.
            throw new TransferException("broke off after %d of %d bytes".formatted(size, file.size()));
        }
        if (!isWhole(part, file)) {
            Files.delete(part);
            throw new TransferException("sent another file, with another checksum");
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
