package dev.graft.feature;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;

/** Rows on the heap. */
final class MemoryFeatureStore implements FeatureStore {
    private final int rowFloats;
    private final Map<String, float[]> rows = new HashMap<>();

    /** @param rowFloats values in a row */
    MemoryFeatureStore(int rowFloats) {
        this.rowFloats = rowFloats;
    }

    @Override
    public boolean contains(String contentHash) {
        return rows.containsKey(contentHash);
    }

    @Override
    public void put(String contentHash, Values values) {
        rows.computeIfAbsent(contentHash, unknown -> {
            float[] row = new float[rowFloats];
            values.write(FloatBuffer.wrap(row));
            return row;
        });
    }

    @Override
    public void get(String contentHash, int from, FloatBuffer target) {
        target.put(rows.get(contentHash), from, target.remaining());
    }

    @Override
    public boolean onHeap() {
        return true;
    }

    @Override
    public String describe() {
        return "memory";
    }

    @Override
    public void close() {
        rows.clear();
    }
}
