package dev.descent.data;

import dev.descent.spec.Arguments;
import dev.descent.spec.Family;
import dev.descent.spec.Spec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The list of data sources. */
public final class DataSources {
    private static final Family<DataSource> FAMILY = Family.<DataSource>of("data source")
            .add("mnist", spec -> named(spec, Digits::mnist))
            .add("fashion-mnist", spec -> named(spec, Digits::fashionMnist))
            .add("digits", DataSources::digits)
            .add("idx", FileSources::idx)
            .add("npz", FileSources::npz)
            .add("csv", FileSources::csv)
            .add("folder", FileSources::folder)
            .add("xor", Synthetic::xor)
            .add("and", Synthetic::and)
            .add("hours", Synthetic::hours)
            .add("blobs", Synthetic::blobs)
            .add("circles", Synthetic::circles)
            .add("moons", Synthetic::moons)
            .add("spirals", Synthetic::spirals)
            .add("classification", Synthetic::classification)
            .add("regression", Synthetic::regression)
            .add("images", Synthetic::images)
            .add("lines", Synthetic::lines)
            .add("spots", Synthetic::spots)
            .add("curve", Synthetic::curve)
            .add("texts", Texts::of);

    private DataSources() {}

    public static DataSource parse(Spec spec) {
        return FAMILY.parse(spec);
    }

    public static DataSource parse(String text) {
        return FAMILY.parse(text);
    }

    public static List<String> names() {
        return FAMILY.names();
    }

    /** Loads from the arguments of a spec. */
    @FunctionalInterface
    interface Loader {
        TrainTest load(Path folder) throws IOException;
    }

    private interface FixedLoader {
        TrainTest load() throws IOException;
    }

    /** A source that is its spec and what loads it. */
    static DataSource of(Spec spec, Loader loader) {
        return new DataSource() {
            @Override
            public Spec spec() {
                return spec;
            }

            @Override
            public TrainTest load(Path folder) throws IOException {
                return loader.load(folder);
            }
        };
    }

    private static DataSource named(Spec spec, FixedLoader loader) {
        spec.arguments();
        return of(spec, _ -> loader.load());
    }

    private static DataSource digits(Spec spec) {
        Arguments arguments = spec.arguments("train", "test", "seed");
        int train = arguments.integer("train", 60_000);
        int test = arguments.integer("test", 10_000);
        int seed = arguments.integer("seed", 1);
        return of(spec, _ -> Digits.builtIn(train, test, seed));
    }
}
