package dev.descent.trace;

import dev.descent.data.AtomicFile;
import dev.descent.data.Npz;
import dev.descent.network.Place;
import dev.descent.train.Curve;
import dev.descent.train.Experiment;
import dev.descent.train.Listener.EpochResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a {@link Recorder} has kept of a training. Memory is bounded: when there are too many snapshots every second one of the
 * older half goes, so that recent steps stay dense and older ones thin out.
 */
public final class Recording {
    private static final int MOST = 512;

    private final Experiment experiment;
    private final List<Snapshot> snapshots = new ArrayList<>();
    private final List<EpochResult> epochs = new ArrayList<>();
    private Curve losses = new Curve(0);
    private boolean hasLosses;
    private List<Place> places = List.of();
    private long planned;
    private long firstBroken;

    Recording(Experiment experiment) {
        this.experiment = experiment;
    }

    void plan(long steps) {
        planned = steps;
    }

    void know(List<Place> all) {
        places = all;
    }

    void add(Snapshot snapshot) {
        snapshots.add(snapshot);
        if (snapshots.size() > MOST) {
            // The first snapshot stays: the start explains most.
            for (int i = MOST / 2; i > 0; i -= 2) {
                snapshots.remove(i - 1);
            }
        }
    }

    void add(long step, double loss) {
        if (!hasLosses) {
            // A training that goes on from a checkpoint begins later.
            losses = new Curve(step - 1);
            hasLosses = true;
        }
        losses.add(loss);
        if (firstBroken == 0 && !Double.isFinite(loss)) {
            firstBroken = step;
        }
    }

    void add(EpochResult epoch) {
        epochs.add(epoch);
    }

    public Experiment experiment() {
        return experiment;
    }

    /** The network's layers, empty before the first snapshot. */
    public List<Place> places() {
        return places;
    }

    /** Ascending by step. */
    public List<Snapshot> snapshots() {
        return Collections.unmodifiableList(snapshots);
    }

    public List<EpochResult> epochs() {
        return Collections.unmodifiableList(epochs);
    }

    /** The loss of every step, thinned when there are many. */
    public Curve losses() {
        return losses;
    }

    /** Steps planned, 0 before the training begins. */
    public long planned() {
        return planned;
    }

    /** First step whose loss is no finite number, 0 for none. */
    public long firstBroken() {
        return firstBroken;
    }

    public boolean isEmpty() {
        return snapshots.isEmpty();
    }

    /** All figures as a table, one row a snapshot, for spreadsheets. */
    public void saveCsv(Path file) throws IOException {
        AtomicFile.write(file, Series.csv(this));
    }

    /**
     * Figures and histograms as a TensorBoard event file, {@code events.out.tfevents.…} in the folder.
     *
     * @return the file
     */
    public Path saveTensorBoard(Path folder) throws IOException {
        return TensorBoard.write(this, folder);
    }

    /** All figures and histograms as {@code .npz}, which NumPy reads. */
    public void save(Path file) throws IOException {
        Npz.write(file, Series.arrays(this));
    }
}
