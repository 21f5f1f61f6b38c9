package dev.graft.phantom;

/**
 * Everything inside the skull.
 *
 * @param shape the outline
 * @param cortex the folded surface
 * @param ventricles the inner fluid
 * @param deepGrey the nuclei
 * @param midlineBow how far the midline bends to the right in its middle, in brain units
 * @param bend field that bends the inner structures
 */
record Brain(
        HeadShape shape,
        Cortex cortex,
        Ventricles ventricles,
        DeepGrey deepGrey,
        double midlineBow,
        GradientNoise bend) {
    /** How far structures are bent out of their plain shapes, in brain units. */
    private static final double BEND = 0.07;
    /** Nothing of the brain is further out than this. */
    private static final double OUTSIDE = -0.1;

    static Brain draw(Draws draws) {
        return new Brain(
                HeadShape.draw(draws),
                Cortex.draw(draws),
                Ventricles.draw(draws),
                DeepGrey.draw(draws),
                draws.uniform(-0.02, 0.02),
                GradientNoise.draw(draws));
    }

    /** Describes a point given in brain units. */
    Spot spot(double x, double y, double level) {
        double radius = Math.sqrt(x * x + y * y) + 1e-9;
        double cos = x / radius;
        double sin = y / radius;
        double depth = shape.brainRadius(cos, sin) - radius;
        if (depth < OUTSIDE) {
            return new Spot(x, y, x, y, cos, sin, depth, level);
        }
        double side = x - midlineBow * Math.max(0, 1 - y * y);
        double sideways = BEND * bend.at(x * 2.5, y * 2.5, level);
        double along = BEND * bend.at(x * 2.5, y * 2.5 + 57, level);
        return new Spot(x, y, side + sideways * 0.6, y + along, cos, sin, depth, level);
    }

    /**
     * The tissue at a point inside the skull.
     *
     * @param softness width of the transition between tissues, in brain units
     */
    Tissue at(Spot spot, double softness) {
        double inwards = cortex.distance(spot);
        double outwards = ventricles.distance(spot.side(), spot.back(), spot.level());
        double solid = Geometry.step(-softness, softness, inwards) * Geometry.step(-softness, softness, outwards);
        double edge = softness + 0.006;
        double inner = Geometry.step(cortex.thickness() - edge, cortex.thickness() + edge, inwards);
        double nuclei = inner * deepGrey.share(spot.side(), spot.back(), spot.level());
        return new Tissue(1 - solid, solid * (1 - inner), solid * nuclei, solid * (inner - nuclei), outwards);
    }
}
