package dev.graft.train;

import dev.graft.feature.FeatureSource;
import dev.graft.schedule.LearningRateFinder;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The train part epoch after epoch, as the first phase of a training sees it. */
final class EndlessBatches implements AutoCloseable {
    private final TrainingJob job;
    private final FeatureSource source;
    private FeatureSource.Batches batches;
    private List<Integer> order;
    private int epoch;
    private int seen;
    private LearningRateFinder.Batch last;

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
            batches = source.batches(order, job.plan().batchSize());
        }
        INDArray[] cut = batches.next();
        int size = (int) cut[0].size(0);
        List<Integer> classes = job.classes(order.subList(seen, seen + size));
        INDArray labels =
                job.plan().loss().rows(classes, job.dataset().classNames().size());
        last = new LearningRateFinder.Batch(cut, labels);
        seen += size;
        return last;
    }

    private void release() {
        if (last != null) {
            NativeArrays.release(last.cut());
            NativeArrays.release(last.labels());
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
