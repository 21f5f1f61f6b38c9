// Dropout with the masks of DropoutMask: each factor follows from the seed, the step and the value's place in
// [batch, channels, height, width] alone, so the backward pass draws it again.

__device__ __forceinline__ unsigned long long mix(unsigned long long z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
}

#define GOLDEN_GAMMA 0x9E3779B97F4A7C15ull

// y = x times the factors; perImage has one for all of an image. y may be x.
extern "C" __global__ void dropout(
    const map_t* x, map_t* y, const int* step, long long n, int area, int channels, long long seed, double rate, float factor,
    int perImage) {
    long long i = threadNumber();
    if (i >= n) {
        return;
    }
    long long position = i / channels;
    long long image = position / area;
    long long place = perImage ? image : (image * channels + i % channels) * area + position % area;
    unsigned long long start = mix((unsigned long long) seed * GOLDEN_GAMMA + (unsigned long long) (long long) *step);
    double uniform = (double) (mix(start + (unsigned long long) (place + 1) * GOLDEN_GAMMA) >> 11) * (1.0 / 9007199254740992.0);
    narrow(uniform < rate ? 0.f * widen(x[i]) : widen(x[i]) * factor, y[i]);
}
