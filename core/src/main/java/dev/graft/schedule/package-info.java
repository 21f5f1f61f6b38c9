/**
 * How learning rates change while a network learns, with Keras's formulas, and how to find one.
 */
@NullMarked
package dev.graft.schedule;

import org.jspecify.annotations.NullMarked;
