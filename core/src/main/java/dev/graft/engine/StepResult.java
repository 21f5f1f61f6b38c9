package dev.graft.engine;

/**
 * Outcome of one training step.
 *
 * @param loss mean loss of the batch in training mode, before the update
 * @param correct number of images whose most probable class was the right one
 */
public record StepResult(double loss, int correct) {}
