package dev.graft.report;

import dev.graft.metrics.McNemarTest;

/**
 * The chosen repeat of the second configuration of the ranking, on the sealed test part.
 *
 * @param accuracy share classified correctly, 0..1
 * @param accuracyLow lower end of its 95 % Wilson interval
 * @param accuracyHigh upper end of it
 * @param comparison winner and runner-up on the same images, winner first
 */
public record ExperimentRunnerUp(double accuracy, double accuracyLow, double accuracyHigh, McNemarTest comparison) {}
