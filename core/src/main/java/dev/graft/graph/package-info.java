/**
 * Graphs in Keras's terms: one DL4J vertex per Keras layer, with its name, in its order.
 */
package dev.graft.graph;
