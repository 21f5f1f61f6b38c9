/**
 * Descriptions of optimizers and of what surrounds them (clipping, accumulation, rates of layers) with Keras's formulas
 * and defaults.
 */
@NullMarked
package dev.graft.optimizer;

import org.jspecify.annotations.NullMarked;
