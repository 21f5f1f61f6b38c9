package dev.graft.spark;

import dev.graft.train.EpochRecord;
import java.io.Serializable;
import java.util.List;

/** What an executor tells the driver of a trial while its group is under way; the driver answers with an {@link Order}. */
sealed interface TrialMessage extends Serializable {
    /** Names the group and this attempt to run it. */
    String token();

    /** SHA-256 of the trial's address. */
    String address();

    /** @param before epochs that its checkpoint holds */
    record Began(String token, String address, List<EpochRecord> before) implements TrialMessage {}

    record Epoch(String token, String address, int phase, EpochRecord epoch, boolean best) implements TrialMessage {}

    record Ended(String token, TrialOutcome outcome) implements TrialMessage {
        @Override
        public String address() {
            return outcome.address();
        }
    }

    /** What the executor is to do next. */
    enum Order {
        GO_ON,
        /** The search's time is over: pause at the end of the epoch. */
        PAUSE,
        /** Nobody waits for this attempt any more. */
        STOP
    }
}
