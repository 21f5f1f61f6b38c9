/**
 * Descriptions of optimizers with Keras's formulas and defaults.
 */
package dev.graft.optimizer;
