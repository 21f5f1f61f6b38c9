package dev.graft.metrics;

/**
 * One point of a ROC curve.
 *
 * @param falsePositiveRate 1 - specificity, 0..1
 * @param truePositiveRate sensitivity, 0..1
 * @param threshold images with at least this probability are called positive; positive infinity at (0, 0)
 */
public record RocPoint(double falsePositiveRate, double truePositiveRate, double threshold) {}
