package dev.graft.feature;

import dev.graft.engine.ImageBatch;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.PendingStep;
import dev.graft.engine.TrainingSession;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A batch as the layers above a cut take it: feature maps, or the images themselves where nothing lies below. Both give equal
 * numbers; images are given to the engine as bytes.
 */
public sealed interface FeatureBatch extends AutoCloseable {
    /** Number of images. */
    int size();

    /** Begins a training step, see {@link TrainingSession#begin(INDArray[], INDArray, Optional)}. */
    PendingStep begin(TrainingSession session, INDArray labels, Optional<INDArray> sampleWeights);

    /** What a training answers with its parameters of now, see {@link TrainingSession#probabilities(INDArray[])}. */
    INDArray probabilities(TrainingSession session);

    /** What a session that starts from the cut gives. */
    INDArray[] run(InferenceSession session);

    /** The same as arrays: this batch itself, or images preprocessed, which the caller closes. */
    Maps maps();

    @Override
    void close();

    /**
     * Feature maps, which are freed with this.
     *
     * @param arrays one per vertex of the cut
     */
    record Maps(INDArray[] arrays) implements FeatureBatch {
        @Override
        public int size() {
            return Math.toIntExact(arrays[0].size(0));
        }

        @Override
        public PendingStep begin(TrainingSession session, INDArray labels, Optional<INDArray> sampleWeights) {
            return session.begin(arrays, labels, sampleWeights);
        }

        @Override
        public INDArray probabilities(TrainingSession session) {
            return session.probabilities(arrays);
        }

        @Override
        public INDArray[] run(InferenceSession session) {
            return session.run(arrays);
        }

        @Override
        public Maps maps() {
            return this;
        }

        @Override
        public void close() {
            for (INDArray array : arrays) {
                if (array.closeable()) {
                    array.close();
                }
            }
        }
    }

    /** Images: the cut is the network's input. */
    record Images(ImageBatch images) implements FeatureBatch {
        @Override
        public int size() {
            return images.size();
        }

        @Override
        public PendingStep begin(TrainingSession session, INDArray labels, Optional<INDArray> sampleWeights) {
            return session.begin(images, labels, sampleWeights);
        }

        @Override
        public INDArray probabilities(TrainingSession session) {
            return session.probabilities(images);
        }

        @Override
        public INDArray[] run(InferenceSession session) {
            return session.run(images);
        }

        @Override
        public Maps maps() {
            return new Maps(new INDArray[] {images.preprocessed()});
        }

        @Override
        public void close() {
            // Bytes of the heap.
        }
    }
}
