package dev.graft.feature;

import dev.graft.data.ImageLoader;
import dev.graft.progress.Progress;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Features computed anew whenever they are asked for. */
final class LiveFeatures implements FeatureSource {
    private final FrozenExtractor extractor;
    private final CutShape shape;

    LiveFeatures(FrozenExtractor extractor, CutShape shape) {
        this.extractor = extractor;
        this.shape = shape;
    }

    @Override
    public Batches batches(List<Integer> order, int batchSize) {
        ImageLoader loader = extractor.loader(order, Progress.NONE);
        return new Batches() {
            private FrozenExtractor.Chunk chunk;
            private float[][] computed;
            private int used;
            private int delivered;

            @Override
            public boolean hasNext() {
                return delivered < order.size();
            }

            @Override
            public INDArray[] next() {
                int size = Math.min(batchSize, order.size() - delivered);
                float[][] values = new float[shape.shapes().size()][];
                for (int v = 0; v < values.length; v++) {
                    values[v] = new float[size * shape.floats(v)];
                }
                for (int filled = 0; filled < size; ) {
                    if (chunk == null || used == chunk.size()) {
                        chunk = extractor.next(loader);
                        computed = chunk.compute();
                        used = 0;
                    }
                    int count = Math.min(size - filled, chunk.size() - used);
                    for (int v = 0; v < values.length; v++) {
                        int floats = shape.floats(v);
                        System.arraycopy(computed[v], used * floats, values[v], filled * floats, count * floats);
                    }
                    filled += count;
                    used += count;
                }
                delivered += size;
                return arrays(values, size);
            }

            @Override
            public void close() {
                loader.close();
            }
        };
    }

    private INDArray[] arrays(float[][] values, int batch) {
        INDArray[] arrays = new INDArray[values.length];
        for (int v = 0; v < values.length; v++) {
            arrays[v] = shape.array(v, values[v], batch);
        }
        return arrays;
    }

    @Override
    public String describe() {
        return "computed anew for every epoch";
    }

    @Override
    public void close() {
        extractor.close();
    }
}
