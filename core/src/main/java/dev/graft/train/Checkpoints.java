package dev.graft.train;

import dev.graft.error.GraftException;
import java.nio.file.Path;

/**
 * Where and how often a training leaves all that is needed to continue it, exactly.
 *
 * <p>The directory belongs to one training. A checkpoint is written after every epoch, or only where it is worth its time
 * (see {@link #withShareOfTime}); it replaces the one before as a whole, so a process may be killed at any moment. The same training started again with the same directory goes on where
 * the last checkpoint was taken and ends with the same numbers, bit for bit. A training with other settings or data is
 * refused.
 *
 * @param directory is made if it does not exist
 * @param everyBatches also after so many batches of an epoch; 0 for after epochs only
 * @param shareOfTime the most of a training's time that writing after epochs may take, above 0; 1 for after every epoch
 */
public record Checkpoints(Path directory, int everyBatches, double shareOfTime) {
    public Checkpoints {
        if (!(shareOfTime > 0 && shareOfTime <= 1)) {
            throw new GraftException("Checkpoints may take a share of the time in (0, 1], found " + shareOfTime + ".");
        }
        if (everyBatches < 0) {
            throw new GraftException("Checkpoints are written every so many batches, 1 or more, or 0 for after epochs"
                    + " only; found " + everyBatches + ".");
        }
    }

    /** After every epoch. */
    public static Checkpoints in(Path directory) {
        return new Checkpoints(directory, 0, 1);
    }

    /** The checkpoint in a directory, which is there once one was taken: all that is needed to go on, in one file. */
    public static Path file(Path directory) {
        return directory.resolve(CheckpointStore.FILE);
    }

    /** Also after every so many batches of an epoch. */
    public Checkpoints withEveryBatches(int batches) {
        return new Checkpoints(directory, batches, shareOfTime);
    }

    /**
     * After an epoch only if the training has gone on long enough since the last one: with 0.05 for twenty times as long as
     * writing took. A killed training then loses that much at most, and short ones are not slowed down. The end of a phase
     * is no exception; a training that is stopped to be continued always leaves a checkpoint.
     */
    public Checkpoints withShareOfTime(double share) {
        return new Checkpoints(directory, everyBatches, share);
    }
}
