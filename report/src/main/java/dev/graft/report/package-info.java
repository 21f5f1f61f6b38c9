/**
 * What is left of a training for people and for programs: {@code report.html}, {@code history.csv} and
 * {@code result.json}.
 *
 * <p>{@link dev.graft.report.TrainingResult} holds everything; {@link dev.graft.report.ResultFiles} writes it and reads
 * it back; {@link dev.graft.report.HtmlReport} draws the page; {@link dev.graft.report.Findings} says in plain words
 * what is remarkable. Of an experiment of many trainings, {@link dev.graft.report.ExperimentSummary} holds what {@link
 * dev.graft.report.ExperimentReport} draws. Equal input gives equal bytes.
 */
package dev.graft.report;
