// Value by value: activations, sums, scales per channel, gates.

// y = second(first(x + bias) + addend); bias is per channel. What is missing is null or NONE. y may be x or addend.
extern "C" __global__ void finish(
    const map_t* x, const float* bias, const map_t* addend, map_t* y, long long n, int channels, int first, int second) {
    float shift[VECTOR], v[VECTOR], more[VECTOR];
    int c[VECTOR];
    for (Walk way = walk(n, channels); way.more(); way.next()) {
        if (way.newChannels()) {
            channelsAt(way.at, channels, c);
            for (int i = 0; i < VECTOR; i++) {
                shift[i] = bias ? bias[c[i]] : 0.f;
            }
        }
        load(x, way.at, n, v);
        if (addend) {
            load(addend, way.at, n, more);
        }
        for (int i = 0; i < VECTOR; i++) {
            float value = activation(first, v[i] + shift[i]);
            v[i] = activation(second, value + (addend ? more[i] : 0.f));
        }
        store(y, way.at, n, v);
    }
}

// dx = dy times the derivative; a is the function's result, for SWISH its argument. dx may be dy.
extern "C" __global__ void activateGradient(const map_t* a, const map_t* dy, map_t* dx, long long n, int function) {
    long long from = vectorStart();
    if (from >= n) {
        return;
    }
    float v[VECTOR], d[VECTOR];
    load(a, from, n, v);
    load(dy, from, n, d);
    for (int i = 0; i < VECTOR; i++) {
        d[i] *= derivative(function, v[i]);
    }
    store(dx, from, n, d);
}

// y = x * scale + shift per channel; no shift if it is null. y may be x.
extern "C" __global__ void scale(
    const map_t* x, const float* factor, const float* shift, map_t* y, long long n, int channels) {
    float factors[VECTOR], shifts[VECTOR], v[VECTOR];
    int c[VECTOR];
    for (Walk way = walk(n, channels); way.more(); way.next()) {
        if (way.newChannels()) {
            channelsAt(way.at, channels, c);
            for (int i = 0; i < VECTOR; i++) {
                factors[i] = factor[c[i]];
                shifts[i] = shift ? shift[c[i]] : 0.f;
            }
        }
        load(x, way.at, n, v);
        for (int i = 0; i < VECTOR; i++) {
            v[i] = v[i] * factors[i] + shifts[i];
        }
        store(y, way.at, n, v);
    }
}

// y = x times the gate of its image and channel. y may be x.
extern "C" __global__ void multiplyGate(
    const map_t* x, const map_t* gate, map_t* y, long long n, int channels, long long perImage) {
    long long from = vectorStart();
    if (from >= n) {
        return;
    }
    float v[VECTOR];
    load(x, from, n, v);
    for (int i = 0; i < VECTOR && from + i < n; i++) {
        long long at = from + i;
        v[i] *= widen(gate[at / perImage * channels + at % channels]);
    }
    store(y, from, n, v);
}

// Gradient of the gate: the sum over positions of map times dy; and, unless it is null, of the map: dy times the gate. One block for
// TILE channels of an image.
extern "C" __global__ BLOCKWIDE void multiplyGateGradient(
    const map_t* x, const map_t* gate, const map_t* dy, map_t* dgate, map_t* dx, int area, int channels) {
    int c = blockIdx.x * TILE + threadIdx.x;
    long long image = (long long) blockIdx.z * area * channels;
    float factor = dx && c < channels ? widen(gate[(long long) blockIdx.z * channels + c]) : 0.f;
    float sum[1] = {0.f};
    for (int row = threadIdx.y; row < area && c < channels; row += LANES) {
        long long at = image + (long long) row * channels + c;
        float d = widen(dy[at]);
        sum[0] += widen(x[at]) * d;
        if (dx) {
            narrow(d * factor, dx[at]);
        }
    }
    sumLanes<1>(sum);
    if (threadIdx.y == 0 && c < channels) {
        narrow(sum[0], dgate[(long long) blockIdx.z * channels + c]);
    }
}

// From single precision to the type of maps.
extern "C" __global__ void narrowMap(const float* x, map_t* y, long long n) {
    long long from = vectorStart();
    if (from >= n) {
        return;
    }
    float v[VECTOR];
    for (int i = 0; i < VECTOR; i++) {
        v[i] = from + i < n ? x[from + i] : 0.f;
    }
    store(y, from, n, v);
}

// From the type of maps to single precision.
extern "C" __global__ void widenMap(const map_t* x, float* y, long long n) {
    long long from = vectorStart();
    if (from >= n) {
        return;
    }
    float v[VECTOR];
    load(x, from, n, v);
    for (int i = 0; i < VECTOR && from + i < n; i++) {
        y[from + i] = v[i];
    }
}

// One sigmoid unit's logit z as the logits (0, z) of two classes.
extern "C" __global__ void twoClassLogits(const map_t* z, map_t* y, int batch) {
    int i = (int) threadNumber();
    if (i < batch) {
        narrow(0.f, y[2 * i]);
        y[2 * i + 1] = z[i];
    }
}

extern "C" __global__ void twoClassLogitsGradient(const map_t* dy, map_t* dz, int batch) {
    int i = (int) threadNumber();
    if (i < batch) {
        dz[i] = dy[2 * i + 1];
    }
}
