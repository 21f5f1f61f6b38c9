package dev.graft.graph;

import dev.graft.error.GraftException;

/**
 * Size of the images a network is built for. Arrays are {@code float [batch, channels, height, width]}.
 *
 * @param channels 3: red, green, blue; greyscale images are loaded with three equal channels
 * @param height in pixels
 * @param width in pixels
 */
public record InputShape(int channels, int height, int width) {
    public InputShape {
        if (channels < 1 || height < 1 || width < 1) {
            throw new GraftException("An input shape needs positive channels, height and width, found " + channels
                    + " x " + height + " x " + width + ". Choose a larger size.");
        }
    }

    /** Square RGB images. */
    public static InputShape square(int pixels) {
        return new InputShape(3, pixels, pixels);
    }
}
