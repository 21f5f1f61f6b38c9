package dev.graft.phantom;

/**
 * What one point of the brain is made of; the shares add up to 1.
 *
 * @param fluid cerebrospinal fluid
 * @param cortex cortical grey matter
 * @param deepGrey basal ganglia and thalamus
 * @param white white matter
 * @param ventricleDistance how far outside the ventricles, in brain units
 */
record Tissue(double fluid, double cortex, double deepGrey, double white, double ventricleDistance) {
    /** Share that a lesion can brighten. */
    double parenchyma() {
        return 1 - fluid;
    }
}
