/**
 * Comparison of a backbone with the numbers of real Keras: layer tables, activations of every layer, and training steps,
 * for weights and images that both sides compute from a formula.
 */
@NullMarked
package dev.graft.golden;

import org.jspecify.annotations.NullMarked;
