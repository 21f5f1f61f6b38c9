package dev.graft.train;

import dev.graft.error.GraftException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Stops a training after some time, counted from its beginning in this process. What comes before (frozen features) and
 * after (evaluation) is not counted; time of other trainings that go on together with it is.
 */
public final class TimeLimit implements TrainingListener {
    private final Duration most;
    private long start = System.nanoTime();

    /** @param most above zero */
    public TimeLimit(Duration most) {
        if (most.isNegative() || most.isZero()) {
            throw new GraftException("A time limit must be above 0, found " + most + ".");
        }
        this.most = most;
    }

    @Override
    public void trainingStarted(List<EpochRecord> before) {
        start = System.nanoTime();
    }

    @Override
    public Optional<String> reasonToStop() {
        return System.nanoTime() - start < most.toNanos()
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT, "The time limit of %.4g minutes is reached.", most.toNanos() / 60e9));
    }
}
