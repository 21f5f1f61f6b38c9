package dev.graft.graph;

import java.util.List;

/**
 * One layer of an assembled network, as Keras would list it.
 *
 * @param index position in the network, the input is 0
 * @param name Keras layer name, also the vertex name
 * @param kind Keras class name, for example {@code Conv2D}
 * @param parameters number of parameters, running statistics included
 * @param trainableParameters number of parameters that learn when the layer is unfrozen
 * @param outputShape without the batch: {@code [channels, height, width]}, or {@code [units]} where height and width are gone
 * @param inputs names of the layers whose output it takes, in order; each stands before it
 */
public record LayerInfo(
        int index,
        String name,
        String kind,
        long parameters,
        long trainableParameters,
        List<Long> outputShape,
        List<String> inputs) {
    public LayerInfo {
        outputShape = List.copyOf(outputShape);
        inputs = List.copyOf(inputs);
    }
}
