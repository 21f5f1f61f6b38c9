/**
 * From gradients to parameters, for any engine: Keras's formulas over flat vectors of single precision.
 */
package dev.graft.engine.update;
