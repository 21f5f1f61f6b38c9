package dev.graft.search;

import dev.graft.train.EpochRecord;
import dev.graft.train.History;
import dev.graft.train.TrainingListener;
import java.util.List;
import java.util.Optional;

/** Pauses a training after so many epochs of all, those before an interruption included. */
final class EpochLimit implements TrainingListener {
    private final int most;
    private int epochs;
    private boolean paused;

    EpochLimit(int most) {
        this.most = most;
    }

    private String reason() {
        return "It was paused after " + most + " epochs to be compared with other trials.";
    }

    /** Whether the training ended for this reason. */
    boolean paused() {
        return paused;
    }

    @Override
    public void trainingStarted(List<EpochRecord> before) {
        epochs = before.size();
    }

    @Override
    public void epochFinished(int phase, EpochRecord epoch, boolean best) {
        epochs++;
    }

    @Override
    public Optional<String> reasonToStop() {
        return epochs >= most ? Optional.of(reason()) : Optional.empty();
    }

    @Override
    public void trainingFinished(History history, Optional<String> stopped) {
        paused = stopped.equals(Optional.of(reason()));
    }
}
