package dev.graft.engine.program;

/** Every product of a convolution; forward and both gradients differ only in what they add to what. */
final class ConvolutionLoop {
    private ConvolutionLoop() {}

    /** One product. */
    interface Product {
        void at(int x, int kernel, int y);
    }

    static void products(Window window, boolean depthwise, Value x, Value y, int batch, Product product) {
        int taps = window.kernel().height() * window.kernel().width();
        int areaX = x.height() * x.width();
        int areaY = y.height() * y.width();
        WindowLoop.positions(y, batch, (plane, at, row, column) -> {
            int image = plane / y.channels();
            int out = plane % y.channels();
            WindowLoop.places(window, x, row, column, (place, tap) -> {
                for (int in = 0; in < (depthwise ? 1 : x.channels()); in++) {
                    int channel = depthwise ? out : in;
                    int kernel = depthwise ? out * taps + tap : (out * x.channels() + in) * taps + tap;
                    product.at((image * x.channels() + channel) * areaX + place, kernel, plane * areaY + at);
                }
            });
        });
    }
}
