package dev.graft.search;

import dev.graft.train.TrainingListener;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * A trial to be run, or to be continued.
 *
 * @param trial what to train
 * @param data what to learn from
 * @param folder of the trial in the ledger, where an executor may leave more files
 * @param checkpoint where the training leaves checkpoints, and continues if one is there
 * @param epochLimit after how many epochs in all to pause; empty for none. The training's plan is the same whatever the
 *     limit, so it can be continued exactly
 * @param deadline after each epoch to pause if it is over; asked at the end of epochs alone
 * @param listener told about epochs
 * @param report told about the end
 */
public record TrialJob(
        Trial trial,
        SearchData data,
        Path folder,
        Path checkpoint,
        OptionalInt epochLimit,
        Deadline deadline,
        TrainingListener listener,
        TrialReport report) {}
