/**
 * Descriptions of optimizers and of what surrounds them (clipping, accumulation, rates of layers) with Keras's formulas
 * and defaults.
 */
package dev.graft.optimizer;
