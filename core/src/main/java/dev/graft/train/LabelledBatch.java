package dev.graft.train;

import dev.graft.data.ImageSample;
import dev.graft.feature.Mixture;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What one training step takes; owns its arrays.
 *
 * @param cut features
 * @param labels one-hot or soft
 * @param sampleWeights empty for a weight of 1 each
 */
record LabelledBatch(INDArray[] cut, INDArray labels, Optional<INDArray> sampleWeights) implements AutoCloseable {
    /** @param images indices of the batch's samples */
    static LabelledBatch of(TrainingJob job, INDArray[] cut, List<Integer> images, Optional<Mixture> mixture) {
        int classes = job.dataset().classNames().size();
        List<Integer> own = classes(job, images);
        if (mixture.isEmpty()) {
            return new LabelledBatch(
                    cut, job.plan().loss().rows(own, classes), job.plan().loss().sampleWeights(own));
        }
        List<Integer> others = classes(job, mixture.get().partners());
        List<Double> shares = mixture.get().shares();
        return new LabelledBatch(
                cut,
                job.plan().loss().rows(own, others, shares, classes),
                job.plan().loss().sampleWeights(own, others, shares));
    }

    private static List<Integer> classes(TrainingJob job, List<Integer> images) {
        List<ImageSample> samples = job.dataset().samples();
        return images.stream().map(i -> samples.get(i).label()).toList();
    }

    @Override
    public void close() {
        NativeArrays.release(cut);
        NativeArrays.release(labels);
        sampleWeights.ifPresent(NativeArrays::release);
    }
}
