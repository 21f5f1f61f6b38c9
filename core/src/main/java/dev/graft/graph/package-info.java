/**
 * Graphs in Keras's terms: one DL4J vertex per Keras layer, with its name, in its order.
 */
@NullMarked
package dev.graft.graph;

import org.jspecify.annotations.NullMarked;
