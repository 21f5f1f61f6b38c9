package dev.graft.graph;

/**
 * Name and kind of one layer.
 *
 * @param name Keras layer name, also the vertex name
 * @param kind Keras class name, for example {@code Conv2D}
 */
public record KerasLayer(String name, String kind) {}
