package dev.graft.train;

import java.util.Optional;

/** How a training ended. However it did, its model holds the epoch with the lowest validation loss. */
public sealed interface TrainingEnd {
    /** After the last epoch, or when patience was spent. */
    record Completed() implements TrainingEnd {
        @Override
        public Optional<String> reason() {
            return Optional.empty();
        }
    }

    /**
     * A listener wanted it, such as a limit of time or memory.
     *
     * @param why in words
     */
    record Stopped(String why) implements TrainingEnd {
        @Override
        public Optional<String> reason() {
            return Optional.of(why);
        }
    }

    /**
     * A loss or the parameters were no finite numbers any more; the model holds an epoch before that.
     *
     * @param what became what, where, and what helps, in words
     */
    record Diverged(String what) implements TrainingEnd {
        @Override
        public Optional<String> reason() {
            return Optional.of(what);
        }
    }

    /**
     * Something went wrong after an epoch that was worth keeping.
     *
     * @param cause what {@link Trainer#train} would have thrown without that epoch
     */
    record Failed(RuntimeException cause) implements TrainingEnd {
        @Override
        public Optional<String> reason() {
            return Optional.of("It failed; the best epoch before that was kept. "
                    + (cause.getMessage() == null ? cause.toString() : cause.getMessage()));
        }
    }

    /** Why it ended before its time, for people; empty if it did not. */
    Optional<String> reason();
}
