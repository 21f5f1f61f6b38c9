package dev.graft.augment.geometry;

import dev.graft.augment.picture.AffineMap;

/**
 * One affine movement about the centre: shear in x, then in y, then scale, then rotation, then translation. The order and the
 * signs of the shears are those of torchvision, {@code _get_inverse_affine_matrix} in {@code
 * torchvision/transforms/functional.py}; its angles are clockwise.
 *
 * @param degrees counter-clockwise
 * @param right pixels
 * @param down pixels
 * @param scale above 1 magnifies
 * @param shearX degrees
 * @param shearY degrees
 */
record Placement(double degrees, double right, double down, double scale, double shearX, double shearY) {
    AffineMap map(int width, int height) {
        double rotation = Math.toRadians(-degrees);
        double vertical = Math.toRadians(shearY);
        double tangent = Math.tan(Math.toRadians(shearX));
        double a = Math.cos(rotation - vertical) / Math.cos(vertical);
        double b = -a * tangent - Math.sin(rotation);
        double c = Math.sin(rotation - vertical) / Math.cos(vertical);
        double d = -c * tangent + Math.cos(rotation);
        // The determinant of [a b; c d] is 1, so this is its inverse.
        AffineMap back = AffineMap.aboutCentre(d / scale, -b / scale, -c / scale, a / scale, width, height);
        return AffineMap.translation(right, down).after(back);
    }
}
