package dev.graft.search;

/**
 * A trial with its scores.
 *
 * @param trial what was trained
 * @param scores what came of it
 */
public record ScoredTrial(Trial trial, TrialScores scores) {}
