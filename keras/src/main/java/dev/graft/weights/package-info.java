/**
 * Pretrained weights: where they come from, readers, and strict loading by Keras's names and shapes.
 */
@NullMarked
package dev.graft.weights;

import org.jspecify.annotations.NullMarked;
