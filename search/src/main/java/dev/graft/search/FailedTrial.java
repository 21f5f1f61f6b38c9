package dev.graft.search;

/**
 * A trial that ended in an error.
 *
 * @param trial what should have been trained
 * @param error in words
 */
public record FailedTrial(Trial trial, String error) {}
