/**
 * From gradients to parameters, for any engine: Keras's formulas over flat vectors of single precision.
 */
@NullMarked
package dev.graft.engine.update;

import org.jspecify.annotations.NullMarked;
