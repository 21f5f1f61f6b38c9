package dev.graft.metrics;

/**
 * What a model gives one class.
 *
 * @param classIndex index of the class
 * @param probability 0..1; NaN or infinite after a diverged training
 */
public record ClassProbability(int classIndex, double probability) {}
