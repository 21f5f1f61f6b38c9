package dev.graft.feature;

import dev.graft.augmentation.AugmentationPlan;
import dev.graft.augmentation.ImageMixing;
import dev.graft.data.ImageDataset;
import dev.graft.progress.Progress;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Features computed anew whenever they are asked for. */
final class LiveFeatures implements FeatureSource {
    private final FrozenExtractor extractor;
    private final ImageDataset dataset;
    private final AugmentationPlan plan;
    private final CutShape shape;

    LiveFeatures(FrozenExtractor extractor, ImageDataset dataset, AugmentationPlan plan, CutShape shape) {
        this.extractor = extractor;
        this.dataset = dataset;
        this.plan = plan;
        this.shape = shape;
    }

    @Override
    public Batches batches(List<Integer> order, int batchSize) {
        List<Shown> plain = order.stream()
                .map(i -> Shown.plain(i, dataset.samples().get(i)))
                .toList();
        return new Live(plain, batchSize, Optional.empty());
    }

    @Override
    public Batches training(List<Integer> order, int batchSize, TrainingPass pass) {
        if (plan.isNone()) {
            return batches(order, batchSize);
        }
        long number = plan.views() == 0 ? pass.number() : pass.view(plan.views());
        List<Shown> augmented = order.stream()
                .map(i -> Shown.augmented(i, dataset.samples().get(i), plan, number))
                .toList();
        return new Live(augmented, batchSize, plan.augmentation().mixing());
    }

    @Override
    public String describe() {
        return "computed anew for every epoch";
    }

    @Override
    public void close() {
        extractor.close();
    }

    private final class Live implements Batches {
        private final int images;
        private final int batchSize;
        private final ShownPictures pictures;
        private FrozenExtractor.Chunk chunk;
        private float[][] computed;
        private int used;
        private int last;
        private int delivered;

        Live(List<Shown> order, int batchSize, Optional<ImageMixing> mixing) {
            this.images = order.size();
            this.batchSize = batchSize;
            this.pictures = extractor.pictures(order, batchSize, mixing, Progress.NONE);
        }

        @Override
        public boolean hasNext() {
            return delivered < images;
        }

        @Override
        public INDArray[] next() {
            int size = Math.min(batchSize, images - delivered);
            float[][] values = new float[shape.shapes().size()][];
            for (int v = 0; v < values.length; v++) {
                values[v] = new float[size * shape.floats(v)];
            }
            for (int filled = 0; filled < size; ) {
                filled += take(values, filled, size);
            }
            last = size;
            delivered += size;
            return arrays(values, size);
        }

        /** Fills on from the chunk at hand, or the next one. */
        private int take(float[][] values, int filled, int size) {
            if (chunk == null || used == chunk.size()) {
                chunk = extractor.next(pictures);
                computed = chunk.compute();
                used = 0;
            }
            int count = Math.min(size - filled, chunk.size() - used);
            for (int v = 0; v < values.length; v++) {
                int floats = shape.floats(v);
                System.arraycopy(computed[v], used * floats, values[v], filled * floats, count * floats);
            }
            used += count;
            return count;
        }

        @Override
        public Optional<Mixture> mixture() {
            return pictures.mixture(delivered - last, last);
        }

        @Override
        public void close() {
            pictures.close();
        }
    }

    private INDArray[] arrays(float[][] values, int batch) {
        INDArray[] arrays = new INDArray[values.length];
        for (int v = 0; v < values.length; v++) {
            arrays[v] = shape.array(v, values[v], batch);
        }
        return arrays;
    }
}
