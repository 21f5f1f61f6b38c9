package dev.graft.phantom;

/** The few plane-geometry formulas that every structure is built of. */
final class Geometry {
    private Geometry() {}

    /** 0 below the first edge, 1 above the second, a smooth S between. */
    static double step(double from, double to, double value) {
        double t = clamp((value - from) / (to - from), 0, 1);
        return t * t * (3 - 2 * t);
    }

    static double clamp(double value, double low, double high) {
        return Math.max(low, Math.min(high, value));
    }

    /** The smaller of two distances, with the corner where they meet rounded over about {@code radius}. */
    static double roundedMin(double a, double b, double radius) {
        double h = Math.max(radius - Math.abs(a - b), 0) / radius;
        return Math.min(a, b) - h * h * radius / 4;
    }

    /**
     * Distance from a point to the line between two points, less a radius that changes linearly along it: negative
     * inside a tapered rod.
     */
    static double rod(double x, double y, double x0, double y0, double radius0, double x1, double y1, double radius1) {
        double dx = x1 - x0;
        double dy = y1 - y0;
        double t = clamp(((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy), 0, 1);
        double ex = x - x0 - t * dx;
        double ey = y - y0 - t * dy;
        return Math.sqrt(ex * ex + ey * ey) - (radius0 + t * (radius1 - radius0));
    }

    /** Distance from the centre of an ellipse in units of its semi-axes, 1 on its rim; the axes lie at an angle. */
    static double ellipse(double dx, double dy, double cos, double sin, double semiX, double semiY) {
        double a = (dx * cos + dy * sin) / semiX;
        double b = (dy * cos - dx * sin) / semiY;
        return Math.sqrt(a * a + b * b);
    }
}
