package dev.graft.report;

import dev.graft.io.AtomicFile;
import dev.graft.train.EpochRecord;
import dev.graft.train.History;
import dev.graft.train.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the epochs so far to a file after each epoch, in the format of {@code history.csv}, see {@link ResultFiles}. A
 * training that is continued from a checkpoint gets the earlier epochs too.
 */
public final class HistoryLog implements TrainingListener {
    private final Path file;
    private final List<EpochRecord> epochs = new ArrayList<>();

    /** @param file in a directory that exists; replaced as a whole after each epoch */
    public HistoryLog(Path file) {
        this.file = file;
    }

    @Override
    public void trainingStarted(List<EpochRecord> before) {
        epochs.clear();
        epochs.addAll(before);
    }

    @Override
    public void epochFinished(int phase, EpochRecord epoch, boolean best) {
        epochs.add(epoch);
        AtomicFile.write(file, out -> HistoryCsv.write(new History(epochs), out));
    }
}
