package dev.graft.phantom;

/**
 * A point of the head, with what every structure asks about it.
 *
 * @param x to the right, in brain units
 * @param y to the back, in brain units
 * @param side to the right of the midline as if the brain were not bent, in brain units
 * @param back to the back as if the brain were not bent, in brain units
 * @param cos of the direction from the centre
 * @param sin of the direction from the centre
 * @param depth distance inwards from the unfolded contour of the brain, in brain units; negative outside
 * @param level 0 at the basal ganglia .. 1 near the vertex
 */
record Spot(double x, double y, double side, double back, double cos, double sin, double depth, double level) {}
