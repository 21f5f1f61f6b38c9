/**
 * Looks for the usual signs of trouble in a finished training.
 *
 * <p>{@link dev.graft.diagnosis.Diagnosis} asks one small detector after the other; each says in plain sentences what it
 * found, by which numbers, and what to try. Thresholds are chosen so that a healthy training is left alone.
 */
@NullMarked
package dev.graft.diagnosis;

import org.jspecify.annotations.NullMarked;
