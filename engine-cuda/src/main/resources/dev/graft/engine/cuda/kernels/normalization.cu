// Batch normalization: rows are all positions of all images.

__device__ __forceinline__ float middle(float a, float b, float c) {
    return fmaxf(fminf(a, b), fminf(fmaxf(a, b), c));
}

// Mean and biased variance of each channel. Values are taken less one of the channel's, the middle one of three, so that the
// squares do not drown in a large mean. partial: 2 values for each block and channel; arrived: a counter for each tile.
extern "C" __global__ BLOCKWIDE void batchStatistics(
    const map_t* x, float* partial, unsigned* arrived, float* mean, float* variance, int rows, int channels) {
    int c = blockIdx.x * TILE + threadIdx.x;
    float sums[2] = {0.f, 0.f};
    float first = c < channels ? middle(widen(x[c]), widen(x[rows / 2 * (long long) channels + c]),
                                         widen(x[(rows - 1) * (long long) channels + c]))
                               : 0.f;
    for (long long row = (long long) blockIdx.y * LANES + threadIdx.y; row < rows && c < channels;
         row += (long long) gridDim.y * LANES) {
        float v = widen(x[row * channels + c]) - first;
        sums[0] += v;
        sums[1] += v * v;
    }
    if (sumBlocks<2>(sums, partial, arrived, channels) && c < channels) {
        float offset = sums[0] / rows;
        mean[c] = first + offset;
        float squares = sums[1] / rows - offset * offset;
        variance[c] = squares < 0.f ? 0.f : squares;
    }
}

// y = gamma (x - mean) / sqrt(variance + epsilon) + beta, then the activation; gamma is 1 if it is null. y may be x.
extern "C" __global__ void normalize(
    const map_t* x, const float* mean, const float* variance, const float* gamma, const float* beta, map_t* y, long long n,
    int channels, float epsilon, int function) {
    long long from = vectorStart();
    if (from >= n) {
        return;
    }
    float v[VECTOR];
    load(x, from, n, v);
    int c = (int) (from % channels);
    for (int i = 0; i < VECTOR; i++) {
        float factor = (gamma ? gamma[c] : 1.f) / sqrtf(variance[c] + epsilon);
        v[i] = activation(function, (v[i] - mean[c]) * factor + beta[c]);
        c = c + 1 == channels ? 0 : c + 1;
    }
    store(y, from, n, v);
}

// dbeta = sum of dy, dgamma = sum of dy times the normalized x; y, if not null, is the result after a ReLU, whose gradient is
// taken along. partial and arrived as above.
extern "C" __global__ BLOCKWIDE void normalizationSums(
    const map_t* x, const map_t* dy, const map_t* y, const float* mean, const float* variance, float* partial,
    unsigned* arrived, float* dgamma, float* dbeta, int rows, int channels, float epsilon) {
    int c = blockIdx.x * TILE + threadIdx.x;
    float sums[2] = {0.f, 0.f};
    float middle = c < channels ? mean[c] : 0.f;
    for (long long row = (long long) blockIdx.y * LANES + threadIdx.y; row < rows && c < channels;
         row += (long long) gridDim.y * LANES) {
        long long at = row * channels + c;
        float d = !y || widen(y[at]) > 0.f ? widen(dy[at]) : 0.f;
        sums[0] += d;
        sums[1] += d * (widen(x[at]) - middle);
    }
    if (sumBlocks<2>(sums, partial, arrived, channels) && c < channels) {
        dbeta[c] = sums[0];
        dgamma[c] = sums[1] / sqrtf(variance[c] + epsilon);
    }
}

// dx of a normalization by the batch's statistics. dx may be dy.
extern "C" __global__ void normalizationGradient(
    const map_t* x, const map_t* dy, const map_t* y, const float* mean, const float* variance, const float* gamma,
    const float* dgamma, const float* dbeta, map_t* dx, long long n, int channels, int rows, float epsilon) {
    long long from = vectorStart();
    if (from >= n) {
        return;
    }
    float v[VECTOR], d[VECTOR], result[VECTOR];
    load(x, from, n, v);
    load(dy, from, n, d);
    if (y) {
        load(y, from, n, result);
    }
    int c = (int) (from % channels);
    for (int i = 0; i < VECTOR; i++) {
        float inverse = 1.f / sqrtf(variance[c] + epsilon);
        float gradient = !y || result[i] > 0.f ? d[i] : 0.f;
        float normal = (v[i] - mean[c]) * inverse;
        d[i] = (gamma ? gamma[c] : 1.f) * inverse * (gradient - dbeta[c] / rows - normal * (dgamma[c] / rows));
        c = c + 1 == channels ? 0 : c + 1;
    }
    store(dx, from, n, d);
}

// dx of a normalization by running statistics. dx may be dy.
extern "C" __global__ void runningNormalizationGradient(
    const map_t* dy, const map_t* y, const float* variance, const float* gamma, map_t* dx, long long n, int channels,
    float epsilon) {
    long long from = vectorStart();
    if (from >= n) {
        return;
    }
    float d[VECTOR], result[VECTOR];
    load(dy, from, n, d);
    if (y) {
        load(y, from, n, result);
    }
    int c = (int) (from % channels);
    for (int i = 0; i < VECTOR; i++) {
        float gradient = !y || result[i] > 0.f ? d[i] : 0.f;
        d[i] = gradient * (gamma ? gamma[c] : 1.f) / sqrtf(variance[c] + epsilon);
        c = c + 1 == channels ? 0 : c + 1;
    }
    store(dx, from, n, d);
}

// running = momentum * running + (1 - momentum) * batch
extern "C" __global__ void follow(float* running, const float* batch, int n, float momentum, float rest) {
    int i = (int) threadNumber();
    if (i < n) {
        running[i] = momentum * running[i] + rest * batch[i];
    }
}

// Sum of dy over rows, for each channel: the gradient of a bias.
extern "C" __global__ BLOCKWIDE void channelSums(
    const map_t* dy, float* partial, unsigned* arrived, float* sum, int rows, int channels) {
    int c = blockIdx.x * TILE + threadIdx.x;
    float sums[1] = {0.f};
    for (long long row = (long long) blockIdx.y * LANES + threadIdx.y; row < rows && c < channels;
         row += (long long) gridDim.y * LANES) {
        sums[0] += widen(dy[row * channels + c]);
    }
    if (sumBlocks<1>(sums, partial, arrived, channels) && c < channels) {
        sum[c] = sums[0];
    }
}
