package dev.graft.feature;

import java.nio.FloatBuffer;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What frozen layers gave for one chunk of images, in native memory that this owns. */
final class FeatureMaps implements AutoCloseable {
    private final List<NativeRows> maps;
    private final List<INDArray> owned;

    /**
     * @param maps row by row without gaps, one image after another
     * @param owned all that is to be freed
     */
    FeatureMaps(List<INDArray> maps, List<INDArray> owned) {
        this.maps = maps.stream()
                .map(map -> new NativeRows(map, Math.toIntExact(map.length() / map.size(0))))
                .toList();
        this.owned = List.copyOf(owned);
    }

    /** How many maps each image has. */
    int size() {
        return maps.size();
    }

    /**
     * Copies one image's values of one map.
     *
     * @param target has room for them from its position on, which moves behind them
     */
    void copy(int map, int image, FloatBuffer target) {
        target.put(maps.get(map).row(image));
    }

    @Override
    public void close() {
        owned.forEach(INDArray::close);
    }
}
