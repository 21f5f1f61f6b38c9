package dev.graft.spark;

import dev.graft.search.PackedSearchData;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/**
 * The task that runs a group of trials.
 *
 * @param token names this attempt to run them
 * @param engine that they are to be computed by, as it describes itself
 * @param work at least one trial
 */
record GroupTask(TaskSetup setup, Broadcast<PackedSearchData> data, String token, String engine, List<TrialWork> work)
        implements Function<Integer, GroupAnswer>, Serializable {
    @Override
    public GroupAnswer call(Integer ignored) {
        // Spark begins the task of a lost executor again by itself. The driver is to know first: it counts attempts,
        // and the
        // other executor may live on.
        return TaskContext.get().attemptNumber() > 0 || TaskContext.get().stageAttemptNumber() > 0
                ? new GroupAnswer.Lost()
                : ExecutorTrials.run(this);
    }
}
