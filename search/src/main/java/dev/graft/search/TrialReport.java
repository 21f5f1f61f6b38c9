package dev.graft.search;

import dev.graft.result.TrainingResult;

/** Where an executor says how a trial ended: exactly once per trial. */
public interface TrialReport {
    /** It is over. */
    void finished(TrainingResult result);

    /** It reached {@link TrialJob#epochLimit()} or {@link TrialJob#deadline()} before it was over; its checkpoint is there. */
    void paused(TrainingResult result);

    /** It ended in an error, and would again. */
    void failed(Throwable error);

    /**
     * What ran it is gone, by no fault of its own: a machine, a process, a device. It is begun again soon, from its checkpoint
     * if there is one, which counts as another attempt; but the fourth loss without an epoch in between
     * counts as a failure, for it may be its fault after all.
     */
    void lost(Throwable cause);
}
