package dev.graft.result;

import dev.graft.image.RgbImage;
import dev.graft.metrics.Prediction;

/**
 * A picture for the report with what the model said about it.
 *
 * @param name the image's path as the data set names it
 * @param thumbnail a small version, about 112 pixels on its longer side; larger ones than 224 are shrunk
 * @param prediction the model's answer
 */
public record SampleImage(String name, RgbImage thumbnail, Prediction prediction) {}
