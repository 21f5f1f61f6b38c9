package dev.graft.search;

import dev.graft.train.EpochRecord;
import dev.graft.train.TrainingListener;
import java.util.HashMap;
import java.util.Map;

/** Counts how often what ran a trial went away before it had finished another epoch. Safe for use by several threads. */
final class LostTrials {
    /** A trial that is lost so often in a row may be what ends its machines. */
    static final int MOST = 4;

    private final Map<TrialAddress, Integer> inARow = new HashMap<>();

    /** @return whether it is worth another attempt */
    synchronized boolean lost(Trial trial) {
        return inARow.merge(trial.address(), 1, Integer::sum) < MOST;
    }

    private synchronized void goesOn(Trial trial) {
        inARow.remove(trial.address());
    }

    /** To be told of the trial's epochs. */
    TrainingListener epochsOf(Trial trial) {
        return new TrainingListener() {
            @Override
            public void epochFinished(int phase, EpochRecord epoch, boolean best) {
                goesOn(trial);
            }
        };
    }
}
