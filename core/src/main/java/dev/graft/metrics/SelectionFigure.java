package dev.graft.metrics;

/**
 * What choosing the best of some configurations is worth, see {@link SelectionBootstrap}.
 *
 * @param chosen position of the configuration with the best figure of all images
 * @param naive its figure, which is too good: it was chosen for it
 * @param corrected mean figure of those chosen without an image, on the images that took no part
 * @param interval the middle 95 % of them
 * @param stability share of the draws in which the same configuration is chosen, 0 to 1
 * @param configurations how many it was chosen from
 * @param units how many groups, or images that stand for themselves, were drawn from
 * @param draws how many there were, but for those whose figure is undefined
 */
public record SelectionFigure(
        int chosen,
        double naive,
        double corrected,
        Interval interval,
        double stability,
        int configurations,
        int units,
        int draws) {}
