package dev.graft.feature;

import dev.graft.error.Lookup;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Features of the pass that several trainings are in, by feature map and picture. The keys of both say all that determines
 * the values, so whoever finds a row here would have computed the same.
 */
final class PassRows implements AutoCloseable {
    private final Map<String, FeatureStore> maps = new HashMap<>();
    private final Map<String, Double> shares = new HashMap<>();

    /** Adds a place for the rows of a feature map, which is closed with this. */
    void add(String map, FeatureStore rows) {
        maps.put(map, rows);
    }

    /**
     * Adds a picture.
     *
     * @param keys of the feature maps
     * @param image index of the picture in {@code computed}
     * @param share how much of its label is the picture's own
     */
    void put(List<String> keys, String picture, FeatureMaps computed, int image, double share) {
        shares.put(picture, share);
        for (int v = 0; v < computed.size(); v++) {
            int map = v;
            Lookup.in(maps, keys.get(v), "rows").put(picture, row -> computed.copy(map, image, row));
        }
    }

    /**
     * Goes through pictures once.
     *
     * @param cut keys of feature maps
     * @param shape of them
     * @return empty if anything is missing
     */
    Optional<FeatureSource.Batches> batches(List<String> cut, CutShape shape, ViewSequence showing, int batchSize) {
        if (!maps.keySet().containsAll(cut)) {
            return Optional.empty();
        }
        List<String> pictures = showing.keys();
        boolean complete =
                cut.stream().map(maps::get).allMatch(rows -> pictures.stream().allMatch(rows::contains));
        return complete ? Optional.of(new Rows(cut, shape, showing, pictures, batchSize)) : Optional.empty();
    }

    /** Forgets some feature maps. */
    void remove(Collection<String> keys) {
        List<FeatureStore> removed =
                keys.stream().map(maps::remove).filter(Objects::nonNull).toList();
        Closeables.all(removed);
    }

    /** Forgets everything. */
    void clear() {
        maps.values().forEach(FeatureStore::close);
        maps.clear();
        shares.clear();
    }

    @Override
    public void close() {
        clear();
    }

    private final class Rows implements FeatureSource.Batches {
        private final List<String> cut;
        private final CutShape shape;
        private final ViewSequence showing;
        private final List<String> pictures;
        private final int batchSize;
        private int position;
        private int last;

        Rows(List<String> cut, CutShape shape, ViewSequence showing, List<String> pictures, int batchSize) {
            this.cut = cut;
            this.shape = shape;
            this.showing = showing;
            this.pictures = pictures;
            this.batchSize = batchSize;
        }

        @Override
        public boolean hasNext() {
            return position < pictures.size();
        }

        @Override
        public FeatureBatch next() {
            last = Math.min(batchSize, pictures.size() - position);
            INDArray[] arrays = shape.arrays(last);
            NativeRows[] targets = shape.rows(arrays);
            for (int v = 0; v < arrays.length; v++) {
                FeatureStore rows = Lookup.in(maps, cut.get(v), "rows");
                for (int i = 0; i < last; i++) {
                    rows.get(pictures.get(position + i), 0, targets[v].row(i));
                }
            }
            position += last;
            return new FeatureBatch.Maps(arrays);
        }

        @Override
        public Optional<Mixture> mixture() {
            return showing.mixture(position - last, last, i -> shares.get(pictures.get(i)));
        }
    }
}
