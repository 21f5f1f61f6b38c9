package dev.graft.phantom;

/**
 * One infarct: bright, with a rough soft border, in one hemisphere.
 *
 * @param form its plain shape
 * @param rightSide 1 in the right half of the picture, -1 in the left
 * @param level of its middle
 * @param reach how far it extends up and down, in levels
 * @param roughness of the border, in units of its half extent
 * @param softness of the border, in units of its half extent
 * @param strength signal added in its middle
 * @param swelling how far the tissue around is pushed away, as a share of the distance from the middle
 * @param patchiness how unevenly it shines, 0 for evenly
 * @param noise field of border and texture
 */
record Lesion(
        LesionForm form,
        double rightSide,
        double level,
        double reach,
        double roughness,
        double softness,
        double strength,
        double swelling,
        double patchiness,
        GradientNoise noise) {
    /** Patches for each brain unit. */
    private static final double COARSE = 12;

    private static final double FINE = 27;

    /** Share of the lesion's signal at a point, 0..1, were the point brain tissue. */
    double share(Spot spot) {
        double t = (spot.level() - level) / reach;
        double scale = Math.sqrt(Math.max(0, 1 - t * t));
        double plain = form.inside(spot.x(), spot.y(), scale);
        if (plain < -2 * roughness - softness || spot.side() * rightSide < -0.02) {
            return 0;
        }
        double grain = 2.2 / form.radius();
        double coarse = noise.at(spot.x() * grain, spot.y() * grain, spot.level() * 3);
        double fine = noise.at(spot.x() * grain * 2.7, spot.y() * grain * 2.7, 9 + spot.level() * 3);
        double border = plain + roughness * (1.5 * coarse + 0.9 * fine);
        return Geometry.step(-softness, softness, border) * Geometry.step(-0.02, 0.02, spot.side() * rightSide);
    }

    /** Signal it adds at a point where it has a share: patchy, as some of the tissue is spared. */
    double signal(Spot spot, double share) {
        double height = 40 + spot.level() * 3;
        double coarse = noise.at(spot.x() * COARSE, spot.y() * COARSE, height);
        double fine = noise.at(spot.x() * FINE, spot.y() * FINE, height + 20);
        return Math.max(0, strength * share * (1 + patchiness * (coarse + 0.6 * fine)));
    }

    /** How much of a point's distance from the middle of the lesion swelling has put there. */
    double push(double x, double y) {
        double dx = x - form.x();
        double dy = y - form.y();
        double t = (dx * dx + dy * dy) / (form.radius() * form.radius() * 2);
        return swelling / ((1 + t) * (1 + t));
    }
}
