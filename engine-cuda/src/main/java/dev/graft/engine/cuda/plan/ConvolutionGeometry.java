package dev.graft.engine.cuda.plan;

import dev.graft.engine.program.Window;
import java.util.stream.IntStream;

/**
 * Sizes of a convolution: {@code x [images, height, width, channels]}, kernel {@code [outChannels, kernel height, kernel
 * width, channels]}, {@code y [images, outHeight, outWidth, outChannels]}.
 *
 * @param window size of the kernel, strides, padding
 */
public record ConvolutionGeometry(
        int images, int height, int width, int channels, int outHeight, int outWidth, int outChannels, Window window) {
    private static final int MOST = 1 << 20;

    public ConvolutionGeometry {
        IntStream.of(
                        images,
                        height,
                        width,
                        channels,
                        outHeight,
                        outWidth,
                        outChannels,
                        window.kernel().height(),
                        window.kernel().width(),
                        window.stride().height(),
                        window.stride().width())
                .filter(size -> size < 1 || size > MOST)
                .forEach(size -> {
                    throw new IllegalArgumentException("A size of a convolution is " + size);
                });
        if (window.outputHeight(height) != outHeight || window.outputWidth(width) != outWidth) {
            throw new IllegalArgumentException(
                    "A window " + window + " over " + height + "x" + width + " gives " + window.outputHeight(height)
                            + "x" + window.outputWidth(width) + ", not " + outHeight + "x" + outWidth);
        }
    }

    /** Number of values of {@code x}. */
    public long inputs() {
        return (long) images * height * width * channels;
    }

    /** Number of values of the kernel. */
    public long kernel() {
        return (long) outChannels * window.kernel().height() * window.kernel().width() * channels;
    }

    /** Number of values of {@code y}. */
    public long outputs() {
        return (long) images * outHeight * outWidth * outChannels;
    }

    /** Floating-point operations, two for each multiplication, padding included. */
    public long flops() {
        return 2 * outputs() * kernel() / outChannels;
    }
}
