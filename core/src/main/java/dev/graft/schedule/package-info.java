/**
 * How learning rates change while a network learns, with Keras's formulas, and how to find one.
 */
package dev.graft.schedule;
