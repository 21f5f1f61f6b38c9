package dev.graft.train;

import dev.graft.data.ImageSample;
import dev.graft.engine.PendingStep;
import dev.graft.engine.TrainingSession;
import dev.graft.feature.FeatureBatch;
import dev.graft.feature.Mixture;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What one training step takes; owns its arrays.
 *
 * @param features of its images
 * @param labels one-hot or soft
 * @param sampleWeights empty for a weight of 1 each
 */
record LabelledBatch(FeatureBatch features, INDArray labels, Optional<INDArray> sampleWeights)
        implements AutoCloseable {
    /** Begins the step. */
    PendingStep begin(TrainingSession session) {
        return features.begin(session, labels, sampleWeights);
    }

    /** @param images indices of the batch's samples */
    static LabelledBatch of(TrainingJob job, FeatureBatch features, List<Integer> images, Optional<Mixture> mixture) {
        int classes = job.dataset().classNames().size();
        List<Integer> own = classes(job, images);
        if (mixture.isEmpty()) {
            return new LabelledBatch(
                    features,
                    job.plan().loss().rows(own, classes),
                    job.plan().loss().sampleWeights(own));
        }
        List<Integer> others = classes(job, mixture.get().partners());
        List<Double> shares = mixture.get().shares();
        return new LabelledBatch(
                features,
                job.plan().loss().rows(own, others, shares, classes),
                job.plan().loss().sampleWeights(own, others, shares));
    }

    private static List<Integer> classes(TrainingJob job, List<Integer> images) {
        List<ImageSample> samples = job.dataset().samples();
        return images.stream().map(i -> samples.get(i).label()).toList();
    }

    @Override
    public void close() {
        features.close();
        NativeArrays.release(labels);
        sampleWeights.ifPresent(NativeArrays::release);
    }
}
