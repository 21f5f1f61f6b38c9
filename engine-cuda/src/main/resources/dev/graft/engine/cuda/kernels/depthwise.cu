// Depthwise convolutions: every channel has a kernel of its own. Kernels lie as [height, width, channels]; neighbouring threads
// have neighbouring channels.

// A thread has VECTOR channels of one position where they are neighbours in memory, else one value after another.
#define TOGETHER (channels % VECTOR == 0)

// sums += values times weights, of VECTOR channels or one.
__device__ __forceinline__ void addProducts(const map_t* values, const map_t* weights, bool together, float* sums) {
    if (together) {
        float v[VECTOR], w[VECTOR];
        load(values, 0, VECTOR, v);
        load(weights, 0, VECTOR, w);
        for (int i = 0; i < VECTOR; i++) {
            sums[i] += v[i] * w[i];
        }
    } else {
        sums[0] += widen(*values) * widen(*weights);
    }
}

extern "C" __global__ void depthwise(
    const map_t* x, const map_t* kernel, map_t* y, long long n, int height, int width, int channels, int outHeight,
    int outWidth, int kernelHeight, int kernelWidth, int strideHeight, int strideWidth, int top, int left) {
    int count = TOGETHER ? VECTOR : 1;
    for (long long i = vectorStart(); i < vectorStart() + VECTOR && i < n; i += count) {
        Place p = placeOf(i, outHeight, outWidth, channels);
        float sums[VECTOR] = {};
        for (int a = 0; a < kernelHeight; a++) {
            int row = p.row * strideHeight - top + a;
            for (int b = 0; b < kernelWidth && row >= 0 && row < height; b++) {
                int column = p.column * strideWidth - left + b;
                if (column >= 0 && column < width) {
                    addProducts(
                        x + at(p.image, row, column, p.channel, height, width, channels),
                        kernel + (a * kernelWidth + b) * channels + p.channel, TOGETHER, sums);
                }
            }
        }
        if (TOGETHER) {
            store(y, i, n, sums);
        } else {
            narrow(sums[0], y[i]);
        }
    }
}

extern "C" __global__ void depthwiseDataGradient(
    const map_t* dy, const map_t* kernel, map_t* dx, long long n, int height, int width, int channels, int outHeight,
    int outWidth, int kernelHeight, int kernelWidth, int strideHeight, int strideWidth, int top, int left) {
    int count = TOGETHER ? VECTOR : 1;
    for (long long i = vectorStart(); i < vectorStart() + VECTOR && i < n; i += count) {
        Place p = placeOf(i, height, width, channels);
        float sums[VECTOR] = {};
        for (int a = 0; a < kernelHeight; a++) {
            int r = p.row + top - a;
            if (r < 0 || r % strideHeight != 0 || r / strideHeight >= outHeight) {
                continue;
            }
            for (int b = 0; b < kernelWidth; b++) {
                int c = p.column + left - b;
                if (c >= 0 && c % strideWidth == 0 && c / strideWidth < outWidth) {
                    addProducts(
                        dy + at(p.image, r / strideHeight, c / strideWidth, p.channel, outHeight, outWidth, channels),
                        kernel + (a * kernelWidth + b) * channels + p.channel, TOGETHER, sums);
                }
            }
        }
        if (TOGETHER) {
            store(dx, i, n, sums);
        } else {
            narrow(sums[0], dx[i]);
        }
    }
}

// A block has TILE channels, one row of the kernel (z) and a share of the rows of dy (y); kernels are at most 7 wide. partial: 7
// values for each block and channel; arrived: a counter for each tile and row of the kernel.
#define WIDEST 7

extern "C" __global__ BLOCKWIDE void depthwiseKernelGradient(
    const map_t* x, const map_t* dy, float* partial, unsigned* arrived, float* dkernel, int images, int height, int width,
    int channels, int outHeight, int outWidth, int kernelWidth, int strideHeight, int strideWidth, int top, int left) {
    int channel = blockIdx.x * TILE + threadIdx.x;
    int a = blockIdx.z;
    float sums[WIDEST] = {0.f, 0.f, 0.f, 0.f, 0.f, 0.f, 0.f};
    for (long long r = (long long) blockIdx.y * LANES + threadIdx.y; r < (long long) images * outHeight && channel < channels;
         r += (long long) gridDim.y * LANES) {
        int image = (int) (r / outHeight), outRow = (int) (r % outHeight);
        int row = outRow * strideHeight - top + a;
        for (int c = 0; c < outWidth && row >= 0 && row < height; c++) {
            float d = widen(dy[at(image, outRow, c, channel, outHeight, outWidth, channels)]);
            for (int b = 0; b < WIDEST; b++) {
                int column = c * strideWidth - left + b;
                if (b < kernelWidth && column >= 0 && column < width) {
                    sums[b] += d * widen(x[at(image, row, column, channel, height, width, channels)]);
                }
            }
        }
    }
    if (sumBlocks<WIDEST>(sums, partial, arrived, channels) && channel < channels) {
        for (int b = 0; b < kernelWidth; b++) {
            dkernel[(a * kernelWidth + b) * channels + channel] = sums[b];
        }
    }
}
