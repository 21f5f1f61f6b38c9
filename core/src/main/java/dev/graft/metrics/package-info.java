/**
 * What a model predicted and how good that was.
 *
 * <p>{@link dev.graft.metrics.Evaluation#of} turns {@link dev.graft.metrics.Prediction predictions} into figures that
 * agree with scikit-learn's for the same predictions. Everything here is an immutable value without I/O.
 */
@NullMarked
package dev.graft.metrics;

import org.jspecify.annotations.NullMarked;
