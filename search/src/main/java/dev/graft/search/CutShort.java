package dev.graft.search;

/**
 * How far a search had come when its time was over.
 *
 * @param done trainings that are over, failed ones included
 * @param planned how many it would train at most; a strategy that ends weak ones early may need fewer
 */
public record CutShort(int done, int planned) {}
