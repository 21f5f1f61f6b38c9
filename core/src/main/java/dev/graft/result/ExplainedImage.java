package dev.graft.result;

import dev.graft.image.RgbImage;
import dev.graft.metrics.Prediction;

/**
 * A picture with the places that spoke for the class the model decided for.
 *
 * @param prediction the model's answer; names the image
 * @param image as the model saw it
 * @param overlay the same with the heat on it
 */
public record ExplainedImage(Prediction prediction, RgbImage image, RgbImage overlay) {}
