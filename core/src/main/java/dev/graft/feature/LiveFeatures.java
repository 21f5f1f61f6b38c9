package dev.graft.feature;

import dev.graft.progress.Progress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Features computed anew whenever they are asked for, unless they are among those of a shared pass. */
final class LiveFeatures implements FeatureSource, AutoCloseable {
    private final FrozenNetwork network;
    private final ViewPlan images;
    private final CutShape shape;
    private final Extractors extractors;
    private final PassRows shared;
    private @Nullable FrozenExtractor extractor;

    /** @param shared rows of the pass that several trainings are in */
    LiveFeatures(FrozenNetwork network, ViewPlan images, CutShape shape, Extractors extractors, PassRows shared) {
        this.network = network;
        this.images = images;
        this.shape = shape;
        this.extractors = extractors;
        this.shared = shared;
    }

    FrozenNetwork network() {
        return network;
    }

    CutShape shape() {
        return shape;
    }

    ViewPlan images() {
        return images;
    }

    @Override
    public Batches batches(List<Integer> order, int batchSize) {
        return computed(ViewSequence.unmixed(images.plain(order)), batchSize);
    }

    @Override
    public Batches training(List<Integer> order, int batchSize, TrainingPass pass) {
        ViewSequence showing = showing(order, batchSize, pass);
        return shared.batches(network.cutKeys(), shape, showing, batchSize)
                .orElseGet(() -> computed(showing, batchSize));
    }

    private Batches computed(ViewSequence showing, int batchSize) {
        return network.isEmpty()
                ? new ImageBatches(
                        network.model().description(),
                        extractors.pictures(network.model().description().inputShape(), showing, Progress.NONE),
                        batchSize)
                : new Live(showing, batchSize);
    }

    /** What an epoch of a training sees. */
    ViewSequence showing(List<Integer> order, int batchSize, TrainingPass pass) {
        List<ImageView> shown = images.training(order, pass);
        return images.plan().isNone()
                ? ViewSequence.unmixed(shown)
                : new ViewSequence(
                        shown, batchSize, images.plan().augmentation().mixing());
    }

    /** Sessions hold copies of parameters: it is made when it is needed, which with shared passes may be never. */
    private FrozenExtractor extractor() {
        if (extractor == null) {
            extractor = extractors.of(network);
        }
        return extractor;
    }

    @Override
    public String describe() {
        return "computed anew for every epoch";
    }

    @Override
    public void close() {
        if (extractor != null) {
            extractor.close();
            extractor = null;
        }
    }

    private final class Live implements Batches {
        private final int wanted;
        private final int batchSize;
        private final FrozenExtractor computing = extractor();
        private final int[] places;
        private final ViewIterator pictures;
        private FrozenExtractor.@Nullable Chunk chunk;
        private @Nullable FeatureMaps computed;
        private int used;
        private int last;
        private int delivered;

        Live(ViewSequence showing, int batchSize) {
            this.wanted = showing.order().size();
            this.batchSize = batchSize;
            this.places = network.cutKeys().stream()
                    .mapToInt(computing.keys()::indexOf)
                    .toArray();
            this.pictures = computing.pictures(showing, Progress.NONE);
        }

        @Override
        public boolean hasNext() {
            return delivered < wanted;
        }

        @Override
        public FeatureBatch next() {
            int size = Math.min(batchSize, wanted - delivered);
            INDArray[] arrays = shape.arrays(size);
            NativeRows[] rows = shape.rows(arrays);
            for (int filled = 0; filled < size; filled++) {
                take(rows, filled);
            }
            last = size;
            delivered += size;
            return new FeatureBatch.Maps(arrays);
        }

        /** The next image, from the chunk at hand or the next one. */
        private void take(NativeRows[] rows, int image) {
            if (chunk == null || computed == null || used == chunk.size()) {
                chunk = computing.next(pictures);
                release();
                computed = chunk.compute();
                used = 0;
            }
            for (int v = 0; v < rows.length; v++) {
                computed.copy(places[v], used, rows[v].row(image));
            }
            used++;
        }

        private void release() {
            if (computed != null) {
                computed.close();
                computed = null;
            }
        }

        @Override
        public Optional<Mixture> mixture() {
            return pictures.mixture(delivered - last, last);
        }

        @Override
        public void close() {
            release();
            pictures.close();
        }
    }
}
