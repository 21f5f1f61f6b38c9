package dev.graft.train;

import dev.graft.error.GraftException;
import java.util.Locale;
import java.util.stream.Stream;

/** Recognises errors that mean there was too little memory, and says what to lower. */
final class OutOfMemory {
    /** ND4J and JavaCPP throw many types for failed native allocations; what they have in common are words. */
    private static final String WORDS = ".*(out of memory|outofmemory|bad_alloc|failed to allocate|cannot allocate"
            + "|can't allocate|allocation failed|not enough memory|physical memory usage is too high).*";

    private OutOfMemory() {}

    static boolean caused(Throwable error) {
        return Stream.iterate(error, e -> e != null, Throwable::getCause)
                .limit(20)
                .anyMatch(e -> e instanceof OutOfMemoryError
                        || (e.getMessage() != null
                                && e.getMessage()
                                        .replace('\n', ' ')
                                        .toLowerCase(Locale.ROOT)
                                        .matches(WORDS)));
    }

    static GraftException explained(Throwable error, TrainingPlan plan, int phase) {
        return new GraftException(
                "There was not enough memory for phase " + (phase + 1) + " of the training ("
                        + plan.phases().get(phase).freeze().describe() + ", batch size " + plan.batchSize() + ": "
                        + error
                        + "). The model holds the best epoch so far. Lower the batch size (several small batches can make"
                        + " one update by accumulation), the image size, the number of unfrozen layers or the number of"
                        + " threads; or give Java more memory with -Xmx, and native arrays more with"
                        + " -Dorg.bytedeco.javacpp.maxbytes and maxphysicalbytes.",
                error);
    }
}
