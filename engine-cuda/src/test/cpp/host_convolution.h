// Convolutions NHWC as cuDNN computes them: sums in single precision. Plain loops whose innermost goes over neighbours.
#pragma once
#include <vector>

namespace host {

struct Geometry {
    int images, height, width, channels, outHeight, outWidth, outChannels, kernelHeight, kernelWidth, strideHeight, strideWidth,
        top, left;
};

// For each position of y and each place of the kernel that lies within x there: image, the two positions, the kernel's place.
template <class Action>
void forEachProduct(const Geometry& g, Action action) {
    for (int n = 0; n < g.images; n++) {
        for (int p = 0; p < g.outHeight; p++) {
            for (int q = 0; q < g.outWidth; q++) {
                size_t y = ((size_t) n * g.outHeight + p) * g.outWidth + q;
                for (int r = 0; r < g.kernelHeight; r++) {
                    int h = p * g.strideHeight + r - g.top;
                    for (int s = 0; s < g.kernelWidth && h >= 0 && h < g.height; s++) {
                        int w = q * g.strideWidth + s - g.left;
                        if (w >= 0 && w < g.width) {
                            action(((size_t) n * g.height + h) * g.width + w, y, r * g.kernelWidth + s);
                        }
                    }
                }
            }
        }
    }
}

// From [out, places, in] to [places, in, out].
inline std::vector<float> outputsLast(const std::vector<float>& kernel, const Geometry& g) {
    int places = g.kernelHeight * g.kernelWidth;
    std::vector<float> turned(kernel.size());
    for (int k = 0; k < g.outChannels; k++) {
        for (int i = 0; i < places * g.channels; i++) {
            turned[(size_t) i * g.outChannels + k] = kernel[(size_t) k * places * g.channels + i];
        }
    }
    return turned;
}

inline void convolve(const Geometry& g, const std::vector<float>& x, const std::vector<float>& kernel, std::vector<float>& y) {
    std::vector<float> turned = outputsLast(kernel, g);
    forEachProduct(g, [&](size_t at, size_t to, int place) {
        float* out = &y[to * g.outChannels];
        for (int c = 0; c < g.channels; c++) {
            float v = x[at * g.channels + c];
            const float* w = &turned[((size_t) place * g.channels + c) * g.outChannels];
            for (int k = 0; k < g.outChannels; k++) {
                out[k] += v * w[k];
            }
        }
    });
}

inline void dataGradient(const Geometry& g, std::vector<float>& dx, const std::vector<float>& kernel, const std::vector<float>& dy) {
    int places = g.kernelHeight * g.kernelWidth;
    forEachProduct(g, [&](size_t at, size_t from, int place) {
        float* out = &dx[at * g.channels];
        for (int k = 0; k < g.outChannels; k++) {
            float d = dy[from * g.outChannels + k];
            const float* w = &kernel[((size_t) k * places + place) * g.channels];
            for (int c = 0; c < g.channels; c++) {
                out[c] += d * w[c];
            }
        }
    });
}

inline void kernelGradient(const Geometry& g, const std::vector<float>& x, std::vector<float>& dkernel, const std::vector<float>& dy) {
    int places = g.kernelHeight * g.kernelWidth;
    forEachProduct(g, [&](size_t at, size_t from, int place) {
        const float* in = &x[at * g.channels];
        for (int k = 0; k < g.outChannels; k++) {
            float d = dy[from * g.outChannels + k];
            float* w = &dkernel[((size_t) k * places + place) * g.channels];
            for (int c = 0; c < g.channels; c++) {
                w[c] += d * in[c];
            }
        }
    });
}

inline std::vector<float> widened(const map_t* values, size_t count) {
    std::vector<float> wide(count);
    for (size_t i = 0; i < count; i++) {
        wide[i] = widen(values[i]);
    }
    return wide;
}

inline void narrowed(const std::vector<float>& wide, map_t* values) {
    for (size_t i = 0; i < wide.size(); i++) {
        narrow(wide[i], values[i]);
    }
}

}  // namespace host

// kind: 0 forward, 1 gradient of x, 2 gradient of the kernel; adds: whether to add to what lies there.
extern "C" void host_convolution(int kind, int adds, const int* sizes, map_t* x, map_t* kernel, map_t* y) {
    host::Geometry g;
    std::memcpy(&g, sizes, sizeof(g));
    size_t inputs = (size_t) g.images * g.height * g.width * g.channels;
    size_t outputs = (size_t) g.images * g.outHeight * g.outWidth * g.outChannels;
    size_t weights = (size_t) g.outChannels * g.kernelHeight * g.kernelWidth * g.channels;
    if (kind == 0) {
        std::vector<float> sums = adds ? host::widened(y, outputs) : std::vector<float>(outputs);
        host::convolve(g, host::widened(x, inputs), host::widened(kernel, weights), sums);
        host::narrowed(sums, y);
    } else if (kind == 1) {
        std::vector<float> sums = adds ? host::widened(x, inputs) : std::vector<float>(inputs);
        host::dataGradient(g, sums, host::widened(kernel, weights), host::widened(y, outputs));
        host::narrowed(sums, x);
    } else {
        std::vector<float> sums = adds ? host::widened(kernel, weights) : std::vector<float>(weights);
        host::kernelGradient(g, host::widened(x, inputs), sums, host::widened(y, outputs));
        host::narrowed(sums, kernel);
    }
}
