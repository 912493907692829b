package dev.descent.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where downloaded data sets lie: the folder named by {@code DESCENT_DATA}, else {@code descent} in the user's cache
 * folder ({@code XDG_CACHE_HOME} or {@code ~/.cache}, XDG base directory specification).
 */
public final class DataFolder {
    /** Environment variable that names the folder. */
    public static final String VARIABLE = "DESCENT_DATA";

    private DataFolder() {}

    /** The folder to download to. */
    public static Path path() {
        return path(System.getenv());
    }

    static Path path(Map<String, String> environment) {
        String named = environment.getOrDefault(VARIABLE, "");
        return named.isBlank() ? cache(environment) : Path.of(named).toAbsolutePath();
    }

    /** The user's cache folder for Descent. */
    public static Path cache() {
        return cache(System.getenv());
    }

    private static Path cache(Map<String, String> environment) {
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        // The specification says: a relative path here is to be ignored.
        Path base = cache.isBlank() || !Path.of(cache).isAbsolute()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(cache);
        return base.resolve("descent");
    }

    /** A file of a data set, with or without {@code .gz}, in {@link #path()} or the cache. */
    static Optional<Path> find(String dataset, String file) {
        List<Path> places = new ArrayList<>();
        for (Path folder : List.of(path(), cache())) {
            places.add(folder.resolve(dataset).resolve(file + ".gz"));
            places.add(folder.resolve(dataset).resolve(file));
        }
        return places.stream().filter(Files::isRegularFile).findFirst();
    }
}
