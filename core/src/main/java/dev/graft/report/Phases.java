package dev.graft.report;

import dev.graft.train.EpochRecord;
import dev.graft.train.History;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The phases of a training, such as head first, then fine-tuning. A phase begins where the epochs are counted from the
 * beginning again.
 *
 * @param starts position in the history, counted from 0, of each phase's first epoch
 */
record Phases(List<Integer> starts) {
    static Phases of(History history) {
        List<EpochRecord> epochs = history.epochs();
        return new Phases(IntStream.range(0, epochs.size())
                .filter(i ->
                        i == 0 || epochs.get(i).epoch() <= epochs.get(i - 1).epoch())
                .boxed()
                .toList());
    }

    boolean several() {
        return starts.size() > 1;
    }

    /** Number of the phase, counted from 1, that the epoch at this position belongs to. */
    int phaseOf(int position) {
        return (int) starts.stream().filter(start -> start <= position).count();
    }
}
