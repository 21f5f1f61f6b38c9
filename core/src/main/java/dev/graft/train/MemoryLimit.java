package dev.graft.train;

import dev.graft.error.GraftException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Stops a training when the process holds more memory than allowed, heap and native memory together, before the system
 * ends it by force. On systems that do not tell, it never stops.
 */
public final class MemoryLimit implements TrainingListener {
    private final long most;
    private final LongSupplier resident;

    /** @param bytes most resident memory, above 0 */
    public MemoryLimit(long bytes) {
        this(bytes, ResidentMemory::bytes);
    }

    MemoryLimit(long bytes, LongSupplier resident) {
        if (bytes < 1) {
            throw new GraftException("A memory limit must be above 0, found " + bytes + " bytes.");
        }
        this.most = bytes;
        this.resident = resident;
    }

    @Override
    public Optional<String> reasonToStop() {
        long now = resident.getAsLong();
        return now <= most
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "The process holds %d MiB of memory, the limit is %d MiB.",
                        now >> 20,
                        most >> 20));
    }
}
