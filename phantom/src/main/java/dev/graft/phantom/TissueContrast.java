package dev.graft.phantom;

/**
 * Signal of each tissue, 0 (none) .. about 1, before bias, noise and display: FLAIR-like, with fluid darker than tissue,
 * though only partly suppressed, and grey matter a little brighter than white.
 *
 * @param fluid cerebrospinal fluid
 * @param cortex cortical grey matter
 * @param deepGrey basal ganglia and thalamus
 * @param white white matter
 * @param bone compact bone
 * @param marrow between the bone's two tables
 * @param scalp skin and fat
 */
record TissueContrast(
        double fluid, double cortex, double deepGrey, double white, double bone, double marrow, double scalp) {
    static TissueContrast draw(Draws draws) {
        double white = draws.uniform(0.385, 0.435);
        double cortex = white + draws.uniform(0.04, 0.09);
        return new TissueContrast(
                draws.uniform(0.23, 0.32),
                cortex,
                white + (cortex - white) * draws.uniform(0.3, 1.1),
                white,
                draws.uniform(0.03, 0.10),
                draws.uniform(0.10, 0.40),
                draws.uniform(0.40, 0.70));
    }

    double of(Tissue tissue) {
        return tissue.fluid() * fluid
                + tissue.cortex() * cortex
                + tissue.deepGrey() * deepGrey
                + tissue.white() * white;
    }
}
