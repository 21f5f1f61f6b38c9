package dev.graft.phantom;

/** The plain shape of an infarct before its border is roughened. */
sealed interface LesionForm {
    /**
     * How far inside the shape a point lies: positive inside, 0 on the border, about 1 (or the scale) in the middle.
     *
     * @param x in brain units
     * @param y in brain units
     * @param scale size of the cut through the lesion, 1 through its middle
     */
    double inside(double x, double y, double scale);

    double x();

    double y();

    /** About half of its greatest extent, in brain units. */
    double radius();

    /** Lacunar infarct, or the deep and central part of a territory. Angle as cosine and sine, lengths in brain units. */
    record Oval(double x, double y, double cos, double sin, double semiX, double semiY) implements LesionForm {
        @Override
        public double inside(double px, double py, double scale) {
            return scale - Geometry.ellipse(px - x, py - y, cos, sin, semiX, semiY);
        }

        @Override
        public double radius() {
            return Math.max(semiX, semiY);
        }
    }

    /**
     * Branch territory: a wedge from an apex in the white matter out to the cortex.
     *
     * @param cos of the direction from the centre of the brain
     * @param sin of that direction
     * @param apex distance of the tip from the centre, in brain units
     * @param slope half width for each unit of distance
     */
    record Wedge(double cos, double sin, double apex, double slope) implements LesionForm {
        @Override
        public double inside(double px, double py, double scale) {
            double along = px * cos + py * sin;
            double across = Math.abs(py * cos - px * sin);
            double tip = apex + (1 - scale) * 0.3;
            return Math.min(scale - across / (slope * Math.max(along, 1e-3)), (along - tip) / 0.12);
        }

        @Override
        public double x() {
            return cos * (apex + 0.9) / 2;
        }

        @Override
        public double y() {
            return sin * (apex + 0.9) / 2;
        }

        @Override
        public double radius() {
            return Math.max((0.95 - apex) / 2, slope * 0.9);
        }
    }
}
