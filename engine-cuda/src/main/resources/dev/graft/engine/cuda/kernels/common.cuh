// What all kernels share. They are compiled twice, with MAP_TYPE float and bf16: feature maps are map_t, vectors, parameters
// and statistics float. NHWC everywhere. No header of the toolkit is included, so users need none.
//
// A kernel is extern "C" __global__ void name(parameters); it is launched by that name with those types. BLOCKWIDE says that
// its threads wait for each other; one without it has no barrier and no warp operation.
#define BLOCKWIDE

struct __align__(2) bf16 {
    unsigned short bits;
};

typedef MAP_TYPE map_t;

__device__ __forceinline__ float widen(float value) {
    return value;
}

__device__ __forceinline__ float widen(bf16 value) {
    return __int_as_float((int) value.bits << 16);
}

__device__ __forceinline__ void narrow(float value, float& target) {
    target = value;
}

// To the nearest, to the even one of two.
__device__ __forceinline__ void narrow(float value, bf16& target) {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 800
    asm("cvt.rn.bf16.f32 %0, %1;" : "=h"(target.bits) : "f"(value));
#else
    unsigned bits = (unsigned) __float_as_int(value);
    target.bits = (bits & 0x7fffffff) > 0x7f800000 ? 0x7fff : (unsigned short) ((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
#endif
}

// As many values as a thread moves with one load of 16 bytes.
#define VECTOR (16 / (int) sizeof(map_t))

template <class T>
struct __align__(16) Packed {
    T values[16 / sizeof(T)];
};

// Values from..from + VECTOR - 1 of n; from is a multiple of VECTOR, beyond the end lie zeros.
__device__ __forceinline__ void load(const map_t* x, long long from, long long n, float* values) {
    if (from + VECTOR <= n) {
        Packed<map_t> packed = *reinterpret_cast<const Packed<map_t>*>(x + from);
        for (int i = 0; i < VECTOR; i++) {
            values[i] = widen(packed.values[i]);
        }
    } else {
        for (int i = 0; i < VECTOR; i++) {
            values[i] = from + i < n ? widen(x[from + i]) : 0.f;
        }
    }
}

__device__ __forceinline__ void store(map_t* y, long long from, long long n, const float* values) {
    if (from + VECTOR <= n) {
        Packed<map_t> packed;
        for (int i = 0; i < VECTOR; i++) {
            narrow(values[i], packed.values[i]);
        }
        *reinterpret_cast<Packed<map_t>*>(y + from) = packed;
    } else {
        for (int i = 0; i < VECTOR && from + i < n; i++) {
            narrow(values[i], y[from + i]);
        }
    }
}

// First of the VECTOR values that this thread works on.
__device__ __forceinline__ long long vectorStart() {
    return ((long long) blockIdx.x * blockDim.x + threadIdx.x) * VECTOR;
}

__device__ __forceinline__ long long threadNumber() {
    return (long long) blockIdx.x * blockDim.x + threadIdx.x;
}

// The way of a thread over n values, VECTOR at a time, by all threads of a launch together. Where channels are a multiple of VECTOR
// it meets the same channels at each of its steps, so that what holds for a channel is computed once.
struct Walk {
    long long at, step, end;
    bool sameChannels, first;

    __device__ __forceinline__ bool more() const {
        return at < end;
    }

    // Whether what holds for the channels at this step is still to be computed.
    __device__ __forceinline__ bool newChannels() const {
        return first || !sameChannels;
    }

    __device__ __forceinline__ void next() {
        at += step;
        first = false;
    }
};

__device__ __forceinline__ Walk walk(long long n, int channels) {
    long long thread = threadNumber(), threads = (long long) gridDim.x * blockDim.x;
    bool same = channels % VECTOR == 0;
    long long used = same ? threads / (channels / VECTOR) * (channels / VECTOR) : threads;
    Walk way;
    way.at = thread < used ? thread * VECTOR : n;
    way.step = used * VECTOR;
    way.end = n;
    way.sameChannels = same;
    way.first = true;
    return way;
}

// Channels of VECTOR values.
__device__ __forceinline__ void channelsAt(long long at, int channels, int* c) {
    c[0] = (int) (at % channels);
    for (int i = 1; i < VECTOR; i++) {
        c[i] = c[i - 1] + 1 == channels ? 0 : c[i - 1] + 1;
    }
}

// Activations by their number in DevicePlan's ActivationCode.
#define NONE 0
#define RELU 1
#define RELU6 2
#define SWISH 3
#define SIGMOID 4
#define TANH 5

__device__ __forceinline__ float sigmoid(float x) {
    return 1.f / (1.f + expf(-x));
}

__device__ __forceinline__ float activation(int function, float x) {
    switch (function) {
        case RELU: return x > 0.f || x != x ? x : 0.f;
        case RELU6: return x > 6.f ? 6.f : x > 0.f || x != x ? x : 0.f;
        case SWISH: return x * sigmoid(x);
        case SIGMOID: return sigmoid(x);
        case TANH: return tanhf(x);
        default: return x;
    }
}

// From the result y, but for SWISH from the argument.
__device__ __forceinline__ float derivative(int function, float y) {
    switch (function) {
        case RELU: return y > 0.f ? 1.f : 0.f;
        case RELU6: return y > 0.f && y < 6.f ? 1.f : 0.f;
        case SWISH: {
            float s = sigmoid(y);
            return s * (1.f + y * (1.f - s));
        }
        case SIGMOID: return y * (1.f - y);
        case TANH: return 1.f - y * y;
        default: return 1.f;
    }
}

// ---- sums over rows, for each channel

// Blocks are TILE channels by LANES rows.
#define TILE 32
#define LANES 8

// Adds up what the LANES threads of a channel have; the sums are with those of threadIdx.y == 0, the rest is undefined.
template <int K>
__device__ __forceinline__ void sumLanes(float* sums) {
    __shared__ float shared[LANES][K][TILE];
    __syncthreads();
    for (int k = 0; k < K; k++) {
        shared[threadIdx.y][k][threadIdx.x] = sums[k];
    }
    __syncthreads();
    for (int k = 0; k < K && threadIdx.y == 0; k++) {
        float sum = 0.f;
        for (int lane = 0; lane < LANES; lane++) {
            sum += shared[lane][k][threadIdx.x];
        }
        sums[k] = sum;
    }
}

// Adds up what all blocks (x, *, z) have of a channel, always in the same order. True for threads with threadIdx.y == 0 of the
// block that comes last: they have the sums. partial holds K values for each block and channel; arrived one counter for each
// (x, z), 0 at first and again afterwards.
template <int K>
__device__ __forceinline__ bool sumBlocks(float* sums, float* partial, unsigned* arrived, int channels) {
    __shared__ bool last;
    sumLanes<K>(sums);
    if (gridDim.y == 1) {
        return threadIdx.y == 0;
    }
    int c = blockIdx.x * TILE + threadIdx.x;
    float* own = partial + (long long) blockIdx.z * gridDim.y * K * channels;
    if (threadIdx.y == 0 && c < channels) {
        for (int k = 0; k < K; k++) {
            own[((long long) blockIdx.y * K + k) * channels + c] = sums[k];
        }
        __threadfence();
    }
    __syncthreads();
    unsigned* counter = arrived + blockIdx.z * gridDim.x + blockIdx.x;
    if (threadIdx.x == 0 && threadIdx.y == 0) {
        last = atomicAdd(counter, 1u) == gridDim.y - 1;
    }
    __syncthreads();
    if (!last) {
        return false;
    }
    __threadfence();
    for (int k = 0; k < K; k++) {
        sums[k] = 0.f;
        for (int block = threadIdx.y; block < (int) gridDim.y && c < channels; block += LANES) {
            sums[k] += __ldcg(own + ((long long) block * K + k) * channels + c);
        }
    }
    sumLanes<K>(sums);
    if (threadIdx.x == 0 && threadIdx.y == 0) {
        *counter = 0;
    }
    return threadIdx.y == 0;
}
