package dev.descent.data;

import dev.descent.spec.Spec;
import java.io.IOException;
import java.nio.file.Path;

/** Where a data set comes from, as an experiment names it: {@code mnist}, {@code csv(flowers.csv, label=species)}. */
public interface DataSource {
    /** Its text in an experiment. */
    Spec spec();

    /**
     * Reads or makes the data.
     *
     * @param folder what relative paths start from: the experiment file's folder
     * @throws DescentException when the data is not there or not right; says what to do
     */
    TrainTest load(Path folder) throws IOException;
}
