/**
 * Pretrained weights: where they come from, readers, and strict loading by Keras's names and shapes.
 */
package dev.graft.weights;
