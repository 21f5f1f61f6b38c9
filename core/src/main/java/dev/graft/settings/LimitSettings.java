package dev.graft.settings;

import dev.graft.error.GraftException;
import java.time.Duration;

/**
 * What ends a training before its time, with the best epoch so far.
 *
 * @param minutes of training; 0 for no limit
 * @param memoryBytes that the process holds; 0 for no limit
 */
public record LimitSettings(double minutes, long memoryBytes) {
    private static final double LONGEST = 1e9;

    /** @throws GraftException for a number out of range */
    public LimitSettings {
        if (!(minutes >= 0 && minutes <= LONGEST) || memoryBytes < 0) {
            throw new GraftException("Found limits of " + minutes + " minutes and " + memoryBytes
                    + " bytes of memory. Expected minutes above 0 and finite, at least 1 byte, or 0 for no limit.");
        }
    }

    public LimitSettings withTime(Duration most) {
        return new LimitSettings(most.toNanos() / 60e9, memoryBytes);
    }

    public LimitSettings withMemory(long bytes) {
        return new LimitSettings(minutes, bytes);
    }

    /** The time as a duration; 0 for no limit. */
    public Duration time() {
        return Duration.ofNanos((long) (minutes * 60e9));
    }
}
