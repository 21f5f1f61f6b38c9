package dev.graft.examples.phantom;

/**
 * Signal of each tissue, 0 (none) .. about 1 (the brightest tissue), before bias, noise and display.
 *
 * @param fluid dark in a FLAIR-like, bright in a T2-like picture
 * @param cortex cortical grey matter
 * @param deepGrey basal ganglia and thalamus
 * @param white white matter
 * @param bone compact bone
 * @param marrow between the bone's two tables
 * @param scalp skin and fat
 */
record TissueContrast(
        double fluid, double cortex, double deepGrey, double white, double bone, double marrow, double scalp) {
    /** One patient in this many is scanned T2-like, the others FLAIR-like. */
    private static final int T2_IN = 1000000;

    static TissueContrast draw(Draws draws) {
        boolean t2 = draws.below(T2_IN) == 0;
        double white = draws.uniform(0.36, 0.46);
        double cortex = white + draws.uniform(0.06, 0.15);
        return new TissueContrast(
                t2 ? draws.uniform(0.75, 0.95) : draws.uniform(0.06, 0.20),
                cortex,
                white + (cortex - white) * draws.uniform(0.3, 1.1),
                white,
                draws.uniform(0.03, 0.10),
                draws.uniform(0.10, 0.45),
                draws.uniform(0.35, 0.85));
    }

    double of(Tissue tissue) {
        return tissue.fluid() * fluid
                + tissue.cortex() * cortex
                + tissue.deepGrey() * deepGrey
                + tissue.white() * white;
    }
}
