package dev.graft.result;

import dev.graft.error.GraftException;
import dev.graft.io.AtomicFile;
import dev.graft.train.EpochRecord;
import dev.graft.train.History;
import dev.graft.train.TrainingListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes the epochs so far to a file after each epoch, in the format of {@code history.csv}, see {@link ResultFiles}. A
 * training that is continued from a checkpoint gets the earlier epochs too. A pipe or a device gets each line once.
 */
public final class HistoryLog implements TrainingListener {
    private final Path file;
    private final List<EpochRecord> epochs = new ArrayList<>();
    /** Open for what cannot be replaced; null otherwise. */
    private @Nullable OutputStream stream;

    private int streamed;

    /** @param file in a directory that exists; a plain file is replaced as a whole after each epoch */
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
        if (stream == null && AtomicFile.replaces(file)) {
            AtomicFile.write(file, out -> HistoryCsv.write(new History(epochs), out));
        } else {
            stream();
        }
    }

    /** What is new; a reader of a pipe would take its end for the end of the log. */
    private void stream() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            HistoryCsv.write(new History(epochs), all);
            if (stream == null) {
                stream = AtomicFile.stream(file);
            }
            stream.write(all.toByteArray(), streamed, all.size() - streamed);
            stream.flush();
            streamed = all.size();
        } catch (IOException e) {
            throw new GraftException(
                    "Could not write the epochs to " + file + " (" + e + "). Check who reads it, or log to a file.", e);
        }
    }

    @Override
    public void trainingFinished(History history, Optional<String> stopped) {
        if (stream != null) {
            try {
                stream.close();
            } catch (IOException e) {
                throw new GraftException("Could not write the epochs to " + file + " (" + e + ").", e);
            }
            stream = null;
            streamed = 0;
        }
    }
}
