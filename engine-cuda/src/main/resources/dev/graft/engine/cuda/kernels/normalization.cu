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
    float middle[VECTOR], factor[VECTOR], shift[VECTOR], v[VECTOR];
    int c[VECTOR];
    for (Walk way = walk(n, channels); way.more(); way.next()) {
        if (way.newChannels()) {
            channelsAt(way.at, channels, c);
            for (int i = 0; i < VECTOR; i++) {
                middle[i] = mean[c[i]];
                factor[i] = (gamma ? gamma[c[i]] : 1.f) / sqrtf(variance[c[i]] + epsilon);
                shift[i] = beta[c[i]];
            }
        }
        load(x, way.at, n, v);
        for (int i = 0; i < VECTOR; i++) {
            v[i] = activation(function, (v[i] - middle[i]) * factor[i] + shift[i]);
        }
        store(y, way.at, n, v);
    }
}

// The gradient in front of the activation that follows a normalization; y is what the normalization gave, computed again.
__device__ __forceinline__ float before(int function, float d, float y) {
    return function == NONE ? d : d * derivative(function, function == SWISH ? y : activation(function, y));
}

// dbeta = sum of dy, dgamma = sum of dy times the normalized x, where dy is the gradient of what the activation gave. partial and
// arrived as above.
extern "C" __global__ BLOCKWIDE void normalizationSums(
    const map_t* x, const map_t* dy, const float* mean, const float* variance, const float* gamma, const float* beta,
    float* partial, unsigned* arrived, float* dgamma, float* dbeta, int rows, int channels, float epsilon, int function) {
    int c = blockIdx.x * TILE + threadIdx.x;
    float sums[2] = {0.f, 0.f};
    float middle = c < channels ? mean[c] : 0.f;
    float deviation = c < channels ? sqrtf(variance[c] + epsilon) : 1.f;
    float scale = c < channels && gamma ? gamma[c] : 1.f;
    float shift = c < channels ? beta[c] : 0.f;
    for (long long row = (long long) blockIdx.y * LANES + threadIdx.y; row < rows && c < channels;
         row += (long long) gridDim.y * LANES) {
        long long at = row * channels + c;
        float v = widen(x[at]) - middle;
        float d = before(function, widen(dy[at]), v * (scale / deviation) + shift);
        sums[0] += d;
        sums[1] += d * v;
    }
    if (sumBlocks<2>(sums, partial, arrived, channels) && c < channels) {
        dbeta[c] = sums[0];
        dgamma[c] = sums[1] / deviation;
    }
}

// dx of a normalization by the batch's statistics. dx may be dy.
extern "C" __global__ void normalizationGradient(
    const map_t* x, const map_t* dy, const float* mean, const float* variance, const float* gamma, const float* beta,
    const float* dgamma, const float* dbeta, map_t* dx, long long n, int channels, int rows, float epsilon, int function) {
    float middle[VECTOR], factor[VECTOR], shift[VECTOR], ofBeta[VECTOR], ofGamma[VECTOR], v[VECTOR], d[VECTOR];
    int c[VECTOR];
    for (Walk way = walk(n, channels); way.more(); way.next()) {
        if (way.newChannels()) {
            channelsAt(way.at, channels, c);
            for (int i = 0; i < VECTOR; i++) {
                float deviation = sqrtf(variance[c[i]] + epsilon);
                middle[i] = mean[c[i]];
                factor[i] = (gamma ? gamma[c[i]] : 1.f) / deviation;
                shift[i] = beta[c[i]];
                ofBeta[i] = dbeta[c[i]] / rows;
                ofGamma[i] = dgamma[c[i]] / rows / deviation;
            }
        }
        load(x, way.at, n, v);
        load(dy, way.at, n, d);
        for (int i = 0; i < VECTOR; i++) {
            float off = v[i] - middle[i];
            d[i] = factor[i] * (before(function, d[i], off * factor[i] + shift[i]) - ofBeta[i] - off * ofGamma[i]);
        }
        store(dx, way.at, n, d);
    }
}

// dx of a normalization by running statistics. dx may be dy.
extern "C" __global__ void runningNormalizationGradient(
    const map_t* x, const map_t* dy, const float* mean, const float* variance, const float* gamma, const float* beta, map_t* dx,
    long long n, int channels, float epsilon, int function) {
    float middle[VECTOR], factor[VECTOR], shift[VECTOR], v[VECTOR], d[VECTOR];
    int c[VECTOR];
    for (Walk way = walk(n, channels); way.more(); way.next()) {
        if (way.newChannels()) {
            channelsAt(way.at, channels, c);
            for (int i = 0; i < VECTOR; i++) {
                middle[i] = mean[c[i]];
                factor[i] = (gamma ? gamma[c[i]] : 1.f) / sqrtf(variance[c[i]] + epsilon);
                shift[i] = beta[c[i]];
                v[i] = middle[i];
            }
        }
        if (function != NONE) {
            load(x, way.at, n, v);
        }
        load(dy, way.at, n, d);
        for (int i = 0; i < VECTOR; i++) {
            d[i] = factor[i] * before(function, d[i], (v[i] - middle[i]) * factor[i] + shift[i]);
        }
        store(dx, way.at, n, d);
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

// The gradient of an activation, and the sum of it over rows for each channel: the gradient of the bias in front. dx may be dy.
extern "C" __global__ BLOCKWIDE void activateGradientSums(
    const map_t* a, const map_t* dy, map_t* dx, float* partial, unsigned* arrived, float* sum, int rows, int channels,
    int function) {
    int c = blockIdx.x * TILE + threadIdx.x;
    float sums[1] = {0.f};
    for (long long row = (long long) blockIdx.y * LANES + threadIdx.y; row < rows && c < channels;
         row += (long long) gridDim.y * LANES) {
        long long at = row * channels + c;
        float d = widen(dy[at]) * derivative(function, widen(a[at]));
        narrow(d, dx[at]);
        sums[0] += d;
    }
    if (sumBlocks<1>(sums, partial, arrived, channels) && c < channels) {
        sum[c] = sums[0];
    }
}

// Running statistics follow the batch's, which lie beside them in another vector: running = momentum * running + (1 - momentum) *
// batch. A block has a piece. Where a convolution left its bias to the normalization, the mean lacks it: biasFrom is its place
// among the parameters, or -1.
extern "C" __global__ void follow(
    float* parameters, const float* batch, const long long* pieceFrom, const int* pieceCount, const float* momentum,
    const float* rest, const long long* biasFrom) {
    for (int i = threadIdx.x; i < pieceCount[blockIdx.x]; i += blockDim.x) {
        long long at = pieceFrom[blockIdx.x] + i;
        float bias = biasFrom[blockIdx.x] < 0 ? 0.f : parameters[biasFrom[blockIdx.x] + i];
        parameters[at] = momentum[blockIdx.x] * parameters[at] + rest[blockIdx.x] * (batch[at] + bias);
    }
}
