package dev.graft.phantom;

/**
 * The folded surface of the brain: outer contour, sulci, the fissure between the hemispheres, the two Sylvian fissures.
 *
 * @param folds field whose zero lines are the sulci
 * @param warp field that bends them
 * @param foldsAround how densely sulci follow each other along the contour
 * @param sulcalDepth how far sulci reach inwards, in brain units
 * @param sulcalWidth half width of the fluid in a sulcus (wider in atrophy), in brain units
 * @param thickness of the grey ribbon, in brain units
 * @param closure by how much sulci are narrower than fluid in them would show, in brain units: slices are thick, and
 *     most sulci appear as folds of the ribbon alone
 * @param sylvianShift front-back shift of the right and, negated, of the left Sylvian fissure, in brain units
 */
record Cortex(
        GradientNoise folds,
        GradientNoise warp,
        double foldsAround,
        double sulcalDepth,
        double sulcalWidth,
        double thickness,
        double closure,
        double sylvianShift) {
    /** Noise value times this is about the distance to the zero line, in brain units. */
    private static final double NOISE_TO_DISTANCE = 0.14;

    static Cortex draw(Draws draws) {
        return new Cortex(
                GradientNoise.draw(draws),
                GradientNoise.draw(draws),
                draws.uniform(3.6, 4.8),
                draws.uniform(0.14, 0.26),
                draws.uniform(0.004, 0.016),
                draws.uniform(0.045, 0.065),
                draws.uniform(0.028, 0.042),
                draws.uniform(-0.03, 0.03));
    }

    /** Distance inwards from the folded surface, in brain units; negative in the fluid outside it. */
    double distance(Spot spot) {
        double distance = Geometry.roundedMin(spot.depth(), fissure(spot.side(), spot.back(), spot.level()), 0.05);
        distance = Geometry.roundedMin(distance, sylvian(spot.side(), spot.back(), spot.level()), 0.05);
        if (spot.depth() < sulcalDepth + 0.25) {
            distance = Geometry.roundedMin(distance, sulcus(spot), 0.03);
        }
        return distance - sulcalWidth;
    }

    private double sulcus(Spot spot) {
        double bendX = warp.at(spot.x() * 4, spot.y() * 4, spot.level() * 2);
        double bendY = warp.at(spot.x() * 4 + 31, spot.y() * 4, spot.level() * 2);
        // On a circle through the field the folds close around the head; its third axis is depth and level.
        double along = folds.at(
                foldsAround * spot.cos() + 0.7 * bendX,
                foldsAround * spot.sin() + 0.7 * bendY,
                spot.depth() * 2.5 + spot.level() * 1.2);
        double end = sulcalDepth * (1 + bendX);
        return closure + Math.abs(along) * NOISE_TO_DISTANCE + 0.9 * Math.max(0, spot.depth() - end);
    }

    /** Between the hemispheres: front and back parts, joined above the corpus callosum. */
    private static double fissure(double x, double y, double level) {
        double open = Geometry.clamp((level - 0.15) / 0.6, 0, 1);
        double front = -0.46 * (1 - open) - 0.01;
        double back = 0.50 * (1 - open) + 0.01;
        double along = y < 0 ? Math.max(0, y - front) : Math.max(0, back - y);
        return Math.sqrt(x * x + along * along);
    }

    private double sylvian(double x, double y, double level) {
        double fade = Math.max(0, level - 0.35) * 0.5;
        double side = Math.abs(x);
        double v = y - (x > 0 ? sylvianShift : -sylvianShift);
        double opening = Geometry.rod(side, v, 0.95, -0.20, 0, 0.50, -0.06, 0);
        double insulaFront = Geometry.rod(side, v, 0.44, -0.19, 0, 0.50, -0.06, 0);
        double insulaBack = Geometry.rod(side, v, 0.50, -0.06, 0, 0.47, 0.13, 0);
        return Math.min(opening, Math.min(insulaFront, insulaBack)) + fade;
    }
}
