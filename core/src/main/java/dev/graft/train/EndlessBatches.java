package dev.graft.train;

import dev.graft.feature.FeatureBatch;
import dev.graft.feature.FeatureSource;
import dev.graft.feature.TrainingPass;
import dev.graft.schedule.LearningRateFinder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The train part epoch after epoch, as the first phase of a training sees it. */
final class EndlessBatches implements AutoCloseable {
    private final TrainingJob job;
    private final FeatureSource source;
    private FeatureSource.@Nullable Batches batches;
    private List<Integer> order = List.of();
    private int epoch;
    private int seen;
    private @Nullable LabelledBatch last;

    EndlessBatches(TrainingJob job, FeatureSource source) {
        this.job = job;
        this.source = source;
    }

    /** Valid until the next one is asked for. */
    LearningRateFinder.Batch next() {
        Interruption.check();
        release();
        if (batches == null || !batches.hasNext()) {
            close();
            epoch++;
            seen = 0;
            order = job.order(0, epoch);
            batches = source.training(order, job.plan().batchSize(), new TrainingPass(0, epoch));
        }
        FeatureBatch.Maps maps = batches.next().maps();
        int size = maps.size();
        last = LabelledBatch.of(job, maps, order.subList(seen, seen + size), batches.mixture());
        seen += size;
        return new LearningRateFinder.Batch(maps.arrays(), last.labels(), last.sampleWeights());
    }

    private void release() {
        if (last != null) {
            last.close();
            last = null;
        }
    }

    @Override
    public void close() {
        release();
        if (batches != null) {
            batches.close();
            batches = null;
        }
    }
}
