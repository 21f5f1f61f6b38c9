/**
 * What a training came to, as plain values: {@link dev.graft.result.TrainingResult} with its findings and facts, {@link
 * dev.graft.result.CrossValidationResult}, the files that hold them, and {@link dev.graft.result.ResultWriter}, by which
 * others may write them elsewhere.
 */
@NullMarked
package dev.graft.result;

import org.jspecify.annotations.NullMarked;
