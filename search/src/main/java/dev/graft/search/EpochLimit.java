package dev.graft.search;

import dev.graft.train.EpochRecord;
import dev.graft.train.History;
import dev.graft.train.TrainingListener;
import java.util.List;
import java.util.Optional;

/**
 * Pauses a training after so many epochs of all, those before an interruption included; or after the epoch in which the
 * search's time is over.
 */
final class EpochLimit implements TrainingListener {
    private static final String LATE = "It was paused because the time of the search is over.";

    private final int most;
    private final Deadline deadline;
    private int epochs;
    private boolean late;
    private boolean paused;

    EpochLimit(int most) {
        this(most, Deadline.NONE);
    }

    EpochLimit(int most, Deadline deadline) {
        this.most = most;
        this.deadline = deadline;
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
        late = deadline.isOver();
    }

    @Override
    public Optional<String> reasonToStop() {
        if (epochs >= most) {
            return Optional.of("It was paused after " + most + " epochs to be compared with other trials.");
        }
        return late ? Optional.of(LATE) : Optional.empty();
    }

    @Override
    public void trainingFinished(History history, Optional<String> stopped) {
        paused = stopped.isPresent() && stopped.equals(reasonToStop());
    }
}
