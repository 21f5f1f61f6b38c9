/**
 * A saved model on labelled images that it has never seen, those of another hospital or of another year. {@link
 * dev.graft.evaluate.Evaluator} measures, {@link dev.graft.evaluate.ExternalEvaluation} is what comes out.
 */
@NullMarked
package dev.graft.evaluate;

import org.jspecify.annotations.NullMarked;
