/**
 * Graft on Apache Spark, where one machine is not enough. Spark schedules, ships and starts again; nothing here is a scheduler.
 *
 * <p>{@link dev.graft.spark.SparkScoring} answers for the images of a table with a saved model, {@link
 * dev.graft.spark.SparkEmbeddings} gives a layer's features, {@link dev.graft.spark.ImageClassifierModel} is the first as a
 * stage of a pipeline. A model travels as a broadcast; an executor opens it once.
 *
 * <p>{@link dev.graft.spark.SparkTrialExecutor} runs a search's trials. The search itself is that of {@code
 * dev.graft.search}, in the driver, which alone writes the ledger. A group of trials becomes a job of one task; on an executor
 * {@code ExecutorTrials} gives it to a {@link dev.graft.search.LocalTrialExecutor}. On the way {@code RemoteReport} tells the
 * driver of epochs and results through {@link dev.graft.spark.TrialPlugin}, and is told whether anybody still waits. {@code
 * AttemptFolder} keeps attempts apart that may run at the same time without knowing of each other.
 */
@NullMarked
package dev.graft.spark;

import org.jspecify.annotations.NullMarked;
