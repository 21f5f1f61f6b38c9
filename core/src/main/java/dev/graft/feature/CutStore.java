package dev.graft.feature;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The place for the features of one cut, and which images are wanted there. */
final class CutStore {
    private static final Logger log = LoggerFactory.getLogger(CutStore.class);

    private final String key;
    private final FrozenNetwork network;
    private final CutShape shape;
    private final Map<String, ImageView> wanted = new LinkedHashMap<>();
    private Optional<FeatureStore> store = Optional.empty();

    /** @param network one that gives these features */
    CutStore(String key, FrozenNetwork network, CutShape shape) {
        this.key = key;
        this.network = network;
        this.shape = shape;
    }

    void demand(List<ImageView> images) {
        images.forEach(shown -> wanted.putIfAbsent(shown.key(), shown));
    }

    /**
     * Opens it for all images wanted by now.
     *
     * @param taken memory that others take, in bytes
     * @return memory that this one takes, in bytes
     */
    long open(FeatureCache cache, long taken) {
        store = cache.open(key, shape.rowFloats(), wanted.keySet(), taken);
        return store.filter(FeatureStore::onHeap).isPresent()
                ? FeatureCache.bytes(shape.rowFloats(), wanted.size())
                : 0;
    }

    /** Empty if the features fit nowhere. */
    Optional<FeatureStore> store() {
        return store;
    }

    FrozenNetwork network() {
        return network;
    }

    /** Images whose features are not there. */
    List<ImageView> missing() {
        return store.stream()
                .flatMap(rows -> wanted.values().stream().filter(shown -> !rows.contains(shown.key())))
                .toList();
    }

    /** Whether an image's features are wanted and not there. */
    boolean misses(String picture) {
        return store.isPresent() && wanted.containsKey(picture) && !store.get().contains(picture);
    }

    /**
     * Adds an image. Where it cannot be kept there is no store any more.
     *
     * @param keys of the feature maps that {@code maps} holds
     * @param image index in {@code maps}
     */
    void put(String picture, List<String> keys, FeatureMaps maps, int image) {
        try {
            store.orElseThrow()
                    .put(picture, row -> network.cutKeys().forEach(key -> maps.copy(keys.indexOf(key), image, row)));
        } catch (FeatureStoreException e) {
            abandon(e);
        }
    }

    /** Half a store is of no use: who needs it computes all of it. */
    private void abandon(FeatureStoreException e) {
        log.warn("{} The frozen layers are computed again in every epoch: slower, same results.", e.getMessage());
        FeatureStore given = store.orElseThrow();
        store = Optional.empty();
        given.close();
    }
}
