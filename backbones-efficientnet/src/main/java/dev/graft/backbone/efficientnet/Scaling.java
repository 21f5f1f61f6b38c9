package dev.graft.backbone.efficientnet;

/**
 * Compound scaling: how much wider and deeper than B0 a member of the family is.
 *
 * @param width factor of the number of channels
 * @param depth factor of the number of blocks
 */
record Scaling(double width, double depth) {
    /** Channels come in eights. */
    private static final int DIVISOR = 8;
    /** Rounding down must not take away more than a tenth. */
    private static final double LEAST_SHARE = 0.9;

    /** Number of channels in place of B0's: {@code round_filters} of Keras. */
    int filters(int ofB0) {
        double wanted = ofB0 * width;
        int rounded = nearestFilters(ofB0);
        return rounded < LEAST_SHARE * wanted ? rounded + DIVISOR : rounded;
    }

    /** Number of channels of the second version, whose {@code round_filters} may take away more than a tenth. */
    int nearestFilters(int ofB0) {
        return Math.max(DIVISOR, (int) (ofB0 * width + DIVISOR / 2.0) / DIVISOR * DIVISOR);
    }

    /** Number of blocks of a stage in place of B0's: {@code round_repeats} of Keras. */
    int repeats(int ofB0) {
        return (int) Math.ceil(depth * ofB0);
    }

    /** A stage in place of B0's. */
    Stage stage(Stage ofB0) {
        return new Stage(
                ofB0.kernel(),
                repeats(ofB0.repeats()),
                filters(ofB0.filtersIn()),
                filters(ofB0.filtersOut()),
                ofB0.expansion(),
                ofB0.stride());
    }
}
