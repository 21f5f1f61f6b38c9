package dev.graft.engine.compiled;

import dev.graft.engine.ImageBatch;
import dev.graft.graph.InputShape;
import dev.graft.preprocess.Preprocessing;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a plan is compiled for.
 *
 * @param batch number of images
 * @param dimensions of each input, without the batch
 * @param images what bytes become, where images enter as bytes
 */
public record Shapes(int batch, List<List<Integer>> dimensions, Optional<Preprocessing> images) {
    public Shapes {
        dimensions = List.copyOf(dimensions);
    }

    /** Of arrays that enter together. */
    public static Shapes of(INDArray[] inputs) {
        return new Shapes(
                Math.toIntExact(inputs[0].size(0)),
                Arrays.stream(inputs).map(PlainArrays::dimensions).toList(),
                Optional.empty());
    }

    /** Of images that enter alone, as bytes. */
    public static Shapes of(ImageBatch images) {
        InputShape shape = images.shape();
        return new Shapes(
                images.size(),
                List.of(List.of(shape.channels(), shape.height(), shape.width())),
                Optional.of(images.preprocessing()));
    }

    /**
     * The dimensions under the names of the vertices that they belong to.
     *
     * @param vertices in the inputs' order
     */
    public Map<String, List<Integer>> by(List<String> vertices) {
        Map<String, List<Integer>> named = new LinkedHashMap<>();
        for (int i = 0; i < dimensions.size(); i++) {
            named.put(vertices.get(i), dimensions.get(i));
        }
        return named;
    }
}
