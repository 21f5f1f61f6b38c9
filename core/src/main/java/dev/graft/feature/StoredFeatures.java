package dev.graft.feature;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Features that were computed before, of images as they are and of fixed views. */
final class StoredFeatures implements FeatureSource {
    private final ViewPlan images;
    private final CutShape shape;
    private final FeatureStore store;

    StoredFeatures(ViewPlan images, CutShape shape, FeatureStore store) {
        this.images = images;
        this.shape = shape;
        this.store = store;
    }

    @Override
    public Batches batches(List<Integer> order, int batchSize) {
        return new Stored(images.plain(order), batchSize);
    }

    @Override
    public Batches training(List<Integer> order, int batchSize, TrainingPass pass) {
        return new Stored(images.training(order, pass), batchSize);
    }

    private final class Stored implements Batches {
        private final List<String> keys;
        private final int batchSize;
        private int position;

        Stored(List<ImageView> shown, int batchSize) {
            this.keys = shown.stream().map(ImageView::key).toList();
            this.batchSize = batchSize;
        }

        @Override
        public boolean hasNext() {
            return position < keys.size();
        }

        @Override
        public FeatureBatch next() {
            List<String> batch = keys.subList(position, Math.min(keys.size(), position + batchSize));
            position += batch.size();
            return read(batch);
        }
    }

    private FeatureBatch read(List<String> batch) {
        INDArray[] arrays = shape.arrays(batch.size());
        NativeRows[] rows = shape.rows(arrays);
        for (int i = 0; i < batch.size(); i++) {
            int at = 0;
            for (int v = 0; v < arrays.length; v++) {
                store.get(batch.get(i), at, rows[v].row(i));
                at += shape.floats(v);
            }
        }
        return new FeatureBatch.Maps(arrays);
    }

    @Override
    public String describe() {
        return "computed once, kept in " + store.describe();
    }
}
