package dev.graft.phantom;

/**
 * Skull and scalp around the brain. Fat suppression, coil and skull stripping leave more or less of them in a picture.
 *
 * @param strength how much of the rim's signal is left, 0..1
 * @param patchiness how much that varies along the rim, 0..1
 * @param patches field of that variation
 */
record Rim(double strength, double patchiness, GradientNoise patches) {
    static Rim draw(Draws draws) {
        boolean stripped = draws.chance(0.06);
        return new Rim(
                stripped ? draws.uniform(0, 0.1) : draws.uniform(0.5, 1),
                draws.uniform(0.1, 0.6),
                GradientNoise.draw(draws));
    }

    /**
     * Signal outside the brain's fluid.
     *
     * @param outwards distance outwards from the inner table of the skull, in brain units
     */
    double signal(Spot spot, double outwards, HeadShape shape, TissueContrast contrast, double softness) {
        double skull = shape.skull();
        double end = skull + shape.scalp();
        if (outwards > end + softness) {
            return 0;
        }
        double patch = 1 + patchiness * 1.4 * patches.at(spot.cos() * 2, spot.sin() * 2, spot.level() + outwards * 12);
        double inMarrow = Math.abs(outwards / skull - 0.5) * 2;
        double bone = contrast.bone() + (contrast.marrow() - contrast.bone()) * (1 - Geometry.step(0.2, 0.7, inMarrow));
        double inScalp = Geometry.step(skull - softness, skull + softness, outwards);
        double inHead = 1 - Geometry.step(end - softness, end + softness, outwards);
        return inHead * strength * Math.max(0, patch) * (bone + (contrast.scalp() - bone) * inScalp);
    }
}
