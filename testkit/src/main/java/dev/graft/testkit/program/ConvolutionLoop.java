package dev.graft.testkit.program;

import dev.graft.engine.program.Value;
import dev.graft.engine.program.Window;

/** Every product of a convolution; forward and both gradients differ only in what they add to what. */
final class ConvolutionLoop {
    private ConvolutionLoop() {}

    /** The products of one result with one tap of the kernel, over the channels that come in. */
    interface Products {
        /**
         * Product {@code i} is that of {@code x + i * xStep} and {@code kernel + i * kernelStep}.
         *
         * @param y index of the result
         */
        void at(int x, int xStep, int kernel, int kernelStep, int y, int count);
    }

    static void products(Window window, boolean depthwise, Value x, Value y, int batch, Products products) {
        int taps = window.kernel().height() * window.kernel().width();
        int areaX = x.height() * x.width();
        int areaY = y.height() * y.width();
        int channels = depthwise ? 1 : x.channels();
        WindowLoop.positions(y, batch, (plane, at, row, column) -> {
            int image = plane / y.channels();
            int out = plane % y.channels();
            int firstPlane = image * x.channels() + (depthwise ? out : 0);
            WindowLoop.places(
                    window,
                    x,
                    row,
                    column,
                    (place, tap) -> products.at(
                            firstPlane * areaX + place,
                            areaX,
                            out * channels * taps + tap,
                            taps,
                            plane * areaY + at,
                            channels));
        });
    }
}
