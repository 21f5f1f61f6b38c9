package dev.graft.augment.automatic;

/**
 * How strong operations are. Everything grows in proportion to the place in the table, from nothing at 0 to the values
 * below at the last, {@value #LAST}; translation in pixels either way, or as a part of the picture's size.
 *
 * @param shear tangent of the angle
 * @param translationOfSize part of the picture's width or height
 * @param translationPixels pixels, added to it
 * @param rotation degrees
 * @param factor distance of a factor from 1, for brightness, colour, contrast and sharpness
 * @param bitsLost by posterizing, of 8
 */
record OperationSpace(
        double shear,
        double translationOfSize,
        double translationPixels,
        double rotation,
        double factor,
        double bitsLost) {
    /** The last of torchvision's 31 bins, which are counted from 0. */
    static final int LAST = 30;

    /** {@code RandAugment._AUGMENTATION_SPACE}. */
    static OperationSpace ofRandAugment() {
        return new OperationSpace(0.3, 150.0 / 331.0, 0, 30, 0.9, 4);
    }

    /** {@code TrivialAugmentWide._AUGMENTATION_SPACE}. */
    static OperationSpace ofTrivialAugmentWide() {
        return new OperationSpace(0.99, 0, 32, 135, 0.99, 6);
    }

    /**
     * How strong an operation is, in its own unit and without sign.
     *
     * @param bin place in the table, 0 to {@value #LAST}
     */
    double magnitude(Operation operation, double bin, int width, int height) {
        double share = bin / LAST;
        return switch (operation) {
            case IDENTITY, AUTO_CONTRAST, EQUALIZE -> 0;
            case SHEAR_X, SHEAR_Y -> shear * share;
            case TRANSLATE_X -> (translationOfSize * width + translationPixels) * share;
            case TRANSLATE_Y -> (translationOfSize * height + translationPixels) * share;
            case ROTATE -> rotation * share;
            case BRIGHTNESS, COLOR, CONTRAST, SHARPNESS -> factor * share;
            case POSTERIZE -> Math.rint(8 - bitsLost * share);
            case SOLARIZE -> 1 - share;
        };
    }
}
