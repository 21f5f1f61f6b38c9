package dev.graft.feature;

import java.util.HashMap;
import java.util.Map;

/** Rows on the heap. */
final class MemoryFeatureStore implements FeatureStore {
    private final Map<String, float[]> rows = new HashMap<>();

    @Override
    public boolean contains(String contentHash) {
        return rows.containsKey(contentHash);
    }

    @Override
    public void put(String contentHash, float[] row) {
        rows.putIfAbsent(contentHash, row.clone());
    }

    @Override
    public void get(String contentHash, float[] target, int offset) {
        float[] row = rows.get(contentHash);
        System.arraycopy(row, 0, target, offset, row.length);
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
