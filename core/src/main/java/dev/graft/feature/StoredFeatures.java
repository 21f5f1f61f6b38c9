package dev.graft.feature;

import dev.graft.data.ImageDataset;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Features that were computed before. */
final class StoredFeatures implements FeatureSource {
    private final ImageDataset dataset;
    private final CutShape shape;
    private final FeatureStore store;

    StoredFeatures(ImageDataset dataset, CutShape shape, FeatureStore store) {
        this.dataset = dataset;
        this.shape = shape;
        this.store = store;
    }

    @Override
    public Batches batches(List<Integer> order, int batchSize) {
        return new Batches() {
            private int position;

            @Override
            public boolean hasNext() {
                return position < order.size();
            }

            @Override
            public INDArray[] next() {
                List<Integer> batch = order.subList(position, Math.min(order.size(), position + batchSize));
                position += batch.size();
                return read(batch);
            }
        };
    }

    private INDArray[] read(List<Integer> batch) {
        int vertices = shape.shapes().size();
        float[][] values = new float[vertices][];
        for (int v = 0; v < vertices; v++) {
            values[v] = new float[batch.size() * shape.floats(v)];
        }
        float[] row = new float[shape.rowFloats()];
        for (int i = 0; i < batch.size(); i++) {
            store.get(dataset.samples().get(batch.get(i)).contentHash(), row, 0);
            int at = 0;
            for (int v = 0; v < vertices; v++) {
                int floats = shape.floats(v);
                System.arraycopy(row, at, values[v], i * floats, floats);
                at += floats;
            }
        }
        INDArray[] arrays = new INDArray[vertices];
        for (int v = 0; v < vertices; v++) {
            arrays[v] = shape.array(v, values[v], batch.size());
        }
        return arrays;
    }

    @Override
    public String describe() {
        return "computed once, kept in " + store.describe();
    }

    @Override
    public void close() {
        store.close();
    }
}
