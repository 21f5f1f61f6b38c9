package dev.graft.search;

/**
 * What a recommendation says of a network before any training.
 *
 * @param network which
 * @param clearlyWorse than the best one of the ranking
 */
public record RankedNetwork(PretrainedNetwork network, boolean clearlyWorse) {}
