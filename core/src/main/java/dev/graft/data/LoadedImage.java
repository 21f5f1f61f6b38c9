package dev.graft.data;

import dev.graft.image.RgbImage;

/**
 * A picture with its place in the data set.
 *
 * @param index into {@link ImageDataset#samples()}
 * @param image its pixels at the size asked for
 */
public record LoadedImage(int index, RgbImage image) {}
