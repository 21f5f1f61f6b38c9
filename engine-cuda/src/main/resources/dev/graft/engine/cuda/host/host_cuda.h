// Runs kernels on the processor: blocks one after another, the threads of a block as fibers that switch at barriers. What a GPU
// would hang on ends the program with a line.
#pragma once
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <vector>
#include <sys/mman.h>
#include <ucontext.h>

#define __global__
#define __device__
#define __forceinline__ inline
#define __align__(n) alignas(n)
// One array for all threads of the block that runs, and no other block runs beside it.
#define __shared__ static

struct Dim3 {
    unsigned x, y, z;
};

namespace host {

struct Fiber {
    ucontext_t context;
    Dim3 index;
    bool done;
};

constexpr size_t STACK = 32 * 1024;
inline Dim3 grid, threads, blockAt;
inline Fiber* now = nullptr;
inline ucontext_t scheduler;
inline std::function<void()> body;
inline std::vector<Fiber> fibers;
inline bool plain = false;

[[noreturn]] inline void fail(const char* why) {
    std::fprintf(stderr, "host kernel: %s, in block (%u, %u, %u)\n", why, blockAt.x, blockAt.y, blockAt.z);
    std::abort();
}

inline void entry() {
    body();
    now->done = true;
    swapcontext(&now->context, &scheduler);
}

inline void barrier() {
    if (plain) {
        fail("a kernel that is not BLOCKWIDE has a barrier");
    }
    swapcontext(&now->context, &scheduler);
}

// All threads run to their next barrier; it opens when all are there.
inline void runBlock() {
    size_t running = fibers.size();
    while (running > 0) {
        size_t ended = 0;
        for (Fiber& fiber : fibers) {
            if (!fiber.done) {
                now = &fiber;
                swapcontext(&scheduler, &fiber.context);
                ended += fiber.done ? 1 : 0;
            }
        }
        if (ended != 0 && ended != running) {
            fail("threads left the kernel before a barrier that others wait at");
        }
        running -= ended;
    }
}

inline Dim3 place(size_t linear) {
    return {(unsigned) (linear % threads.x), (unsigned) (linear / threads.x % threads.y),
        (unsigned) (linear / threads.x / threads.y)};
}

template <class Block>
void forEachBlock(Block block) {
    for (unsigned z = 0; z < grid.z; z++) {
        for (unsigned y = 0; y < grid.y; y++) {
            for (unsigned x = 0; x < grid.x; x++) {
                blockAt = {x, y, z};
                block();
            }
        }
    }
}

inline void launchBlockwide(std::function<void()> kernel) {
    static char* stacks = nullptr;
    if (stacks == nullptr) {
        stacks = (char*) mmap(
            nullptr, 1024 * STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    }
    plain = false;
    body = std::move(kernel);
    fibers.resize((size_t) threads.x * threads.y * threads.z);
    forEachBlock([] {
        for (size_t i = 0; i < fibers.size(); i++) {
            Fiber& fiber = fibers[i];
            fiber.index = place(i);
            fiber.done = false;
            getcontext(&fiber.context);
            fiber.context.uc_stack.ss_sp = stacks + i * STACK;
            fiber.context.uc_stack.ss_size = STACK;
            fiber.context.uc_link = nullptr;
            makecontext(&fiber.context, entry, 0);
        }
        runBlock();
    });
}

// For kernels without a barrier: plain loops, hundreds of times faster.
template <class Kernel>
void launchPlain(Kernel kernel) {
    static Fiber only;
    plain = true;
    now = &only;
    size_t count = (size_t) threads.x * threads.y * threads.z;
    forEachBlock([&] {
        for (size_t i = 0; i < count; i++) {
            only.index = place(i);
            kernel();
        }
    });
}

}  // namespace host

#define threadIdx (host::now->index)
#define blockIdx (host::blockAt)
#define blockDim (host::threads)
#define gridDim (host::grid)

inline void __syncthreads() {
    host::barrier();
}

inline void __threadfence() {}

inline int __float_as_int(float f) {
    int i;
    std::memcpy(&i, &f, 4);
    return i;
}

inline float __int_as_float(int i) {
    float f;
    std::memcpy(&f, &i, 4);
    return f;
}

template <class T>
T atomicAdd(T* p, T v) {
    T old = *p;
    *p += v;
    return old;
}

template <class T>
T __ldcg(const T* p) {
    return *p;
}

inline int min(int a, int b) {
    return a < b ? a : b;
}

inline int max(int a, int b) {
    return a > b ? a : b;
}
