package dev.graft.feature;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;

/** Rows of another store, and on the heap those that were asked for once: a training asks for each in every epoch. */
final class BufferedFeatureStore implements FeatureStore {
    private final FeatureStore store;
    private final int rowFloats;
    private final Map<String, float[]> rows = new HashMap<>();

    /**
     * @param store is closed with this one
     * @param rowFloats values in a row
     */
    BufferedFeatureStore(FeatureStore store, int rowFloats) {
        this.store = store;
        this.rowFloats = rowFloats;
    }

    @Override
    public boolean contains(String contentHash) {
        return store.contains(contentHash);
    }

    @Override
    public void put(String contentHash, Values values) {
        store.put(contentHash, values);
    }

    @Override
    public void get(String contentHash, int from, FloatBuffer target) {
        target.put(rows.computeIfAbsent(contentHash, this::read), from, target.remaining());
    }

    private float[] read(String contentHash) {
        float[] row = new float[rowFloats];
        store.get(contentHash, 0, FloatBuffer.wrap(row));
        return row;
    }

    @Override
    public boolean onHeap() {
        return true;
    }

    @Override
    public String describe() {
        return store.describe();
    }

    @Override
    public void close() {
        rows.clear();
        store.close();
    }
}
