package dev.graft.augment.picture;

/**
 * Where each pixel of a new picture comes from: {@code sourceX = xx * x + xy * y + x0} and {@code sourceY = yx * x + yy * y
 * + y0}. Coordinates count pixels; (0, 0) is the centre of the upper left pixel, y points down.
 */
public record AffineMap(double xx, double xy, double x0, double yx, double yy, double y0) {
    /** Leaves every pixel where it is. */
    public static final AffineMap IDENTITY = new AffineMap(1, 0, 0, 0, 1, 0);

    public AffineMap {
        // Makes -0.0, which records tell from 0.0, a plain zero.
        xx += 0.0;
        xy += 0.0;
        x0 += 0.0;
        yx += 0.0;
        yy += 0.0;
        y0 += 0.0;
    }

    /**
     * A linear map about the centre of a picture.
     *
     * @param width of the picture
     * @param height of the picture
     */
    public static AffineMap aboutCentre(double xx, double xy, double yx, double yy, int width, int height) {
        return about((width - 1) / 2.0, (height - 1) / 2.0, xx, xy, yx, yy);
    }

    /** A linear map that leaves one point where it is; (-0.5, -0.5) is the picture's upper left corner. */
    public static AffineMap about(double centreX, double centreY, double xx, double xy, double yx, double yy) {
        return new AffineMap(
                xx, xy, centreX - xx * centreX - xy * centreY, yx, yy, centreY - yx * centreX - yy * centreY);
    }

    /**
     * Turns the picture about its centre.
     *
     * @param degrees counter-clockwise as seen; multiples of 90 are exact
     */
    public static AffineMap rotation(double degrees, int width, int height) {
        double quarters = degrees / 90;
        double cos = Math.cos(Math.toRadians(degrees));
        double sin = Math.sin(Math.toRadians(degrees));
        if (quarters == Math.rint(quarters)) {
            cos = Math.rint(cos);
            sin = Math.rint(sin);
        }
        return aboutCentre(cos, -sin, sin, cos, width, height);
    }

    /** Moves the picture by so many pixels to the right and down. */
    public static AffineMap translation(double right, double down) {
        return new AffineMap(1, 0, -right, 0, 1, -down);
    }

    /** Whether every pixel comes from just one, perhaps beyond the border, so that nothing lies between pixels. */
    boolean isLattice() {
        return xx == Math.rint(xx)
                && xy == Math.rint(xy)
                && x0 == Math.rint(x0)
                && yx == Math.rint(yx)
                && yy == Math.rint(yy)
                && y0 == Math.rint(y0);
    }

    /** Whether columns come from columns and rows from rows. */
    boolean isSeparable() {
        return xy == 0 && yx == 0;
    }

    /** This change after an earlier one: a pixel comes from where {@code earlier} takes the place it has here. */
    public AffineMap after(AffineMap earlier) {
        return new AffineMap(
                earlier.xx * xx + earlier.xy * yx,
                earlier.xx * xy + earlier.xy * yy,
                earlier.xx * x0 + earlier.xy * y0 + earlier.x0,
                earlier.yx * xx + earlier.yy * yx,
                earlier.yx * xy + earlier.yy * yy,
                earlier.yx * x0 + earlier.yy * y0 + earlier.y0);
    }
}
