package dev.graft.graph;

/**
 * One layer of an assembled network, as Keras would list it.
 *
 * @param index position in the network, the input is 0
 * @param name Keras layer name, also the vertex name
 * @param kind Keras class name, for example {@code Conv2D}
 * @param parameters number of parameters, running statistics included
 * @param trainableParameters number of parameters that learn when the layer is unfrozen
 */
public record LayerInfo(int index, String name, String kind, long parameters, long trainableParameters) {}
