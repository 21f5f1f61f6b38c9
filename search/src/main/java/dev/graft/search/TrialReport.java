package dev.graft.search;

import dev.graft.result.TrainingResult;

/** Where an executor says how a trial ended: exactly once per trial. */
public interface TrialReport {
    /** It is over. */
    void finished(TrainingResult result);

    /** It reached {@link TrialJob#epochLimit()} or {@link TrialJob#deadline()} before it was over; its checkpoint is there. */
    void paused(TrainingResult result);

    /** It ended in an error. */
    void failed(Throwable error);
}
