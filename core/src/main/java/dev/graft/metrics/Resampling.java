package dev.graft.metrics;

/**
 * What the intervals of an {@link Evaluation} were found from; {@link Bootstrap} says how.
 *
 * @param units how many groups, or images that stand for themselves, the images are
 * @param byGroup whether some images belong together
 * @param resamples how many were drawn; 0 if there are Wilson's intervals alone
 */
public record Resampling(int units, boolean byGroup, int resamples) {}
