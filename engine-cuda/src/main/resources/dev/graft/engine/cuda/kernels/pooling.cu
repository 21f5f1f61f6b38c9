// Poolings. What lies around a map neither wins nor counts. A thread has one channel of one position.

struct Place {
    int image, row, column, channel;
};

__device__ __forceinline__ Place placeOf(long long i, int height, int width, int channels) {
    Place p;
    p.channel = (int) (i % channels);
    i /= channels;
    p.column = (int) (i % width);
    i /= width;
    p.row = (int) (i % height);
    p.image = (int) (i / height);
    return p;
}

__device__ __forceinline__ long long at(int image, int row, int column, int channel, int height, int width, int channels) {
    return (((long long) image * height + row) * width + column) * channels + channel;
}

extern "C" __global__ void maxPooling(
    const map_t* x, map_t* y, long long n, int height, int width, int channels, int outHeight, int outWidth, int kernelHeight,
    int kernelWidth, int strideHeight, int strideWidth, int top, int left) {
    long long i = threadNumber();
    if (i >= n) {
        return;
    }
    Place p = placeOf(i, outHeight, outWidth, channels);
    bool found = false;
    float largest = 0.f;
    for (int a = 0; a < kernelHeight; a++) {
        int row = p.row * strideHeight - top + a;
        for (int b = 0; b < kernelWidth && row >= 0 && row < height; b++) {
            int column = p.column * strideWidth - left + b;
            if (column >= 0 && column < width) {
                float v = widen(x[at(p.image, row, column, p.channel, height, width, channels)]);
                largest = !found || v > largest || v != v ? v : largest;
                found = true;
            }
        }
    }
    narrow(largest, y[i]);
}

// All of a window's gradient goes to its first maximum. A thread has one value of x and asks of each window that holds it
// whether it is that: nothing is added atomically, and the sum is the same every time.
extern "C" __global__ void maxPoolingGradient(
    const map_t* x, const map_t* dy, map_t* dx, long long n, int height, int width, int channels, int outHeight, int outWidth,
    int kernelHeight, int kernelWidth, int strideHeight, int strideWidth, int top, int left) {
    long long i = threadNumber();
    if (i >= n) {
        return;
    }
    Place p = placeOf(i, height, width, channels);
    float own = widen(x[i]);
    float sum = 0.f;
    int lastRow = min((p.row + top) / strideHeight, outHeight - 1);
    int lastColumn = min((p.column + left) / strideWidth, outWidth - 1);
    for (int r = max((p.row + top - kernelHeight) / strideHeight, 0); r <= lastRow; r++) {
        for (int c = max((p.column + left - kernelWidth) / strideWidth, 0); c <= lastColumn; c++) {
            int a0 = r * strideHeight - top, b0 = c * strideWidth - left;
            if (p.row >= a0 + kernelHeight || p.column >= b0 + kernelWidth) {
                continue;
            }
            bool first = true;
            for (int row = max(a0, 0); row < min(a0 + kernelHeight, height) && first; row++) {
                for (int column = max(b0, 0); column < min(b0 + kernelWidth, width) && first; column++) {
                    float v = widen(x[at(p.image, row, column, p.channel, height, width, channels)]);
                    bool before = row < p.row || (row == p.row && column < p.column);
                    first = before ? v < own : v <= own;
                }
            }
            if (first) {
                sum += widen(dy[at(p.image, r, c, p.channel, outHeight, outWidth, channels)]);
            }
        }
    }
    narrow(sum, dx[i]);
}

__device__ __forceinline__ int within(int from, int size, int limit) {
    return min(from + size, limit) - max(from, 0);
}

extern "C" __global__ void averagePooling(
    const map_t* x, map_t* y, long long n, int height, int width, int channels, int outHeight, int outWidth, int kernelHeight,
    int kernelWidth, int strideHeight, int strideWidth, int top, int left) {
    long long i = threadNumber();
    if (i >= n) {
        return;
    }
    Place p = placeOf(i, outHeight, outWidth, channels);
    int a0 = p.row * strideHeight - top, b0 = p.column * strideWidth - left;
    float sum = 0.f;
    for (int row = max(a0, 0); row < min(a0 + kernelHeight, height); row++) {
        for (int column = max(b0, 0); column < min(b0 + kernelWidth, width); column++) {
            sum += widen(x[at(p.image, row, column, p.channel, height, width, channels)]);
        }
    }
    narrow(sum / (within(a0, kernelHeight, height) * within(b0, kernelWidth, width)), y[i]);
}

extern "C" __global__ void averagePoolingGradient(
    const map_t* dy, map_t* dx, long long n, int height, int width, int channels, int outHeight, int outWidth,
    int kernelHeight, int kernelWidth, int strideHeight, int strideWidth, int top, int left) {
    long long i = threadNumber();
    if (i >= n) {
        return;
    }
    Place p = placeOf(i, height, width, channels);
    float sum = 0.f;
    int lastRow = min((p.row + top) / strideHeight, outHeight - 1);
    int lastColumn = min((p.column + left) / strideWidth, outWidth - 1);
    for (int r = max((p.row + top - kernelHeight) / strideHeight, 0); r <= lastRow; r++) {
        for (int c = max((p.column + left - kernelWidth) / strideWidth, 0); c <= lastColumn; c++) {
            int a0 = r * strideHeight - top, b0 = c * strideWidth - left;
            if (p.row < a0 + kernelHeight && p.column < b0 + kernelWidth) {
                int count = within(a0, kernelHeight, height) * within(b0, kernelWidth, width);
                sum += widen(dy[at(p.image, r, c, p.channel, outHeight, outWidth, channels)]) / count;
            }
        }
    }
    narrow(sum, dx[i]);
}

// Mean over all positions of an image. One block for TILE channels of an image.
__device__ __forceinline__ float mean(const map_t* x, int area, int channels) {
    int c = blockIdx.x * TILE + threadIdx.x;
    long long image = (long long) blockIdx.z * area * channels;
    float sum[1] = {0.f};
    for (int row = threadIdx.y; row < area && c < channels; row += LANES) {
        sum[0] += widen(x[image + (long long) row * channels + c]);
    }
    sumLanes<1>(sum);
    return sum[0] / area;
}

extern "C" __global__ BLOCKWIDE void globalAverage(const map_t* x, map_t* y, int area, int channels) {
    float m = mean(x, area, channels);
    int c = blockIdx.x * TILE + threadIdx.x;
    if (threadIdx.y == 0 && c < channels) {
        narrow(m, y[(long long) blockIdx.z * channels + c]);
    }
}

// The same to a vector.
extern "C" __global__ BLOCKWIDE void globalAverageVector(const map_t* x, float* y, int area, int channels) {
    float m = mean(x, area, channels);
    int c = blockIdx.x * TILE + threadIdx.x;
    if (threadIdx.y == 0 && c < channels) {
        y[(long long) blockIdx.z * channels + c] = m;
    }
}

// adds: whether it is added to what lies in dx.
extern "C" __global__ void globalAverageGradient(
    const map_t* dy, map_t* dx, long long n, int area, int channels, int adds) {
    long long i = threadNumber();
    if (i < n) {
        narrow(widen(dy[i / channels / area * channels + i % channels]) / area + (adds ? widen(dx[i]) : 0.f), dx[i]);
    }
}

extern "C" __global__ void globalAverageVectorGradient(
    const float* dy, map_t* dx, long long n, int area, int channels, int adds) {
    long long i = threadNumber();
    if (i < n) {
        narrow(dy[i / channels / area * channels + i % channels] / area + (adds ? widen(dx[i]) : 0.f), dx[i]);
    }
}

// Maximum over all positions of an image; a thread has one channel.
__device__ __forceinline__ int firstMaximum(const map_t* x, long long i, int area, int channels) {
    long long image = i / channels * area * channels + i % channels;
    int first = 0;
    float largest = widen(x[image]);
    for (int p = 1; p < area; p++) {
        float v = widen(x[image + (long long) p * channels]);
        // Nothing is larger than a NaN, which is larger than all.
        if (v > largest || (v != v && largest == largest)) {
            first = p;
            largest = v;
        }
    }
    return first;
}

extern "C" __global__ void globalMax(const map_t* x, map_t* y, int n, int area, int channels) {
    long long i = threadNumber();
    if (i < n) {
        int p = firstMaximum(x, i, area, channels);
        y[i] = x[i / channels * area * channels + (long long) p * channels + i % channels];
    }
}

extern "C" __global__ void globalMaxVector(const map_t* x, float* y, int n, int area, int channels) {
    long long i = threadNumber();
    if (i < n) {
        int p = firstMaximum(x, i, area, channels);
        y[i] = widen(x[i / channels * area * channels + (long long) p * channels + i % channels]);
    }
}

extern "C" __global__ void globalMaxGradient(const map_t* x, const map_t* dy, map_t* dx, int n, int area, int channels) {
    long long i = threadNumber();
    if (i < n) {
        int first = firstMaximum(x, i, area, channels);
        for (int p = 0; p < area; p++) {
            narrow(p == first ? widen(dy[i]) : 0.f, dx[i / channels * area * channels + (long long) p * channels + i % channels]);
        }
    }
}

extern "C" __global__ void globalMaxVectorGradient(
    const map_t* x, const float* dy, map_t* dx, int n, int area, int channels) {
    long long i = threadNumber();
    if (i < n) {
        int first = firstMaximum(x, i, area, channels);
        for (int p = 0; p < area; p++) {
            narrow(p == first ? dy[i] : 0.f, dx[i / channels * area * channels + (long long) p * channels + i % channels]);
        }
    }
}
