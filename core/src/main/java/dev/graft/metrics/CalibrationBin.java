package dev.graft.metrics;

import java.util.List;

/**
 * One point of a calibration curve: images whose positive-class probability lies in {@code (low, high]} (the lowest bin
 * includes 0). A well calibrated model has {@code meanProbability} close to {@code positiveShare} in every bin.
 *
 * @param low lower end of the bin, 0..1
 * @param high upper end of the bin, 0..1
 * @param images number of images in the bin, at least 1
 * @param meanProbability mean probability given to the positive class, 0..1
 * @param positiveShare share of the images that really are positive, 0..1
 */
public record CalibrationBin(double low, double high, int images, double meanProbability, double positiveShare) {
    /** Expected calibration error: the mean distance of the two over all images, 0..1; NaN without images. */
    public static double expectedError(List<CalibrationBin> bins) {
        double sum = 0;
        long images = 0;
        for (CalibrationBin bin : bins) {
            sum += bin.images * Math.abs(bin.meanProbability - bin.positiveShare);
            images += bin.images;
        }
        return sum / images;
    }
}
