// Runs kernels on the processor: blocks one after another, the threads of a block as fibers that switch at barriers. What a GPU
// would hang on ends the launch with a line.
//
// A launch runs forwards or backwards: blocks, and threads between two barriers, in the order of their numbers or the other way
// round. Where results differ something is used that another thread gives without a barrier in between.
#pragma once
#include <cmath>
#include <csetjmp>
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
    // Where it begins; afterwards it is left and entered by jumps, which, unlike contexts, ask the system for nothing.
    ucontext_t beginning;
    jmp_buf place;
    Dim3 index;
    bool begun;
    bool done;
    // Which barrier it waits at.
    int barrier;
};

struct Fault {
    char text[200];
};

constexpr size_t STACK = 32 * 1024;
// Threads of a block at most.
constexpr size_t MOST = 1024;
inline Dim3 grid, threads, blockAt;
inline Fiber* now = nullptr;
inline jmp_buf scheduler;
inline std::function<void()> body;
inline std::vector<Fiber> fibers;
inline bool plain = false;
inline bool backwards = false;

// Not to be called by a fiber, whose stack knows no handler.
[[noreturn]] inline void fail(const char* why) {
    Fault fault;
    std::snprintf(fault.text, sizeof(fault.text), "%s, in block (%u, %u, %u)", why, blockAt.x, blockAt.y, blockAt.z);
    throw fault;
}

inline void leave() {
    if (_setjmp(now->place) == 0) {
        _longjmp(scheduler, 1);
    }
}

// One block after another.
inline void entry() {
    while (true) {
        body();
        now->done = true;
        leave();
    }
}

inline void enter(Fiber& fiber) {
    now = &fiber;
    if (_setjmp(scheduler) == 0) {
        if (fiber.begun) {
            _longjmp(fiber.place, 1);
        }
        fiber.begun = true;
        setcontext(&fiber.beginning);
    }
}

inline void barrier(int place) {
    if (plain) {
        fail("a kernel that is not BLOCKWIDE has a barrier");
    }
    now->barrier = place;
    leave();
}

inline size_t inOrder(size_t i, size_t count) {
    return backwards ? count - 1 - i : i;
}

// All threads run to their next barrier; it opens when all are there.
inline void runBlock() {
    size_t count = (size_t) threads.x * threads.y * threads.z;
    do {
        for (size_t i = 0; i < count; i++) {
            enter(fibers[inOrder(i, count)]);
        }
        for (size_t i = 0; i < count; i++) {
            if (fibers[i].done != fibers[0].done) {
                fail("threads left the kernel before a barrier that others wait at");
            }
            if (!fibers[i].done && fibers[i].barrier != fibers[0].barrier) {
                fail("threads wait at different barriers");
            }
        }
    } while (!fibers[0].done);
}

inline Dim3 place(size_t linear, Dim3 size) {
    return {(unsigned) (linear % size.x), (unsigned) (linear / size.x % size.y), (unsigned) (linear / size.x / size.y)};
}

template <class Block>
void forEachBlock(Block block) {
    size_t count = (size_t) grid.x * grid.y * grid.z;
    for (size_t i = 0; i < count; i++) {
        blockAt = place(inOrder(i, count), grid);
        block();
    }
}

// Those that hang in a kernel are begun anew.
inline void begin(Fiber& fiber, char* stack) {
    if (!fiber.begun || !fiber.done) {
        fiber.begun = false;
        getcontext(&fiber.beginning);
        fiber.beginning.uc_stack.ss_sp = stack;
        fiber.beginning.uc_stack.ss_size = STACK;
        fiber.beginning.uc_link = nullptr;
        makecontext(&fiber.beginning, entry, 0);
    }
}

inline void launchBlockwide(std::function<void()> kernel) {
    static char* stacks = (char*) mmap(
        nullptr, MOST * STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    plain = false;
    body = std::move(kernel);
    fibers.resize(MOST);
    size_t count = (size_t) threads.x * threads.y * threads.z;
    for (size_t i = 0; i < count; i++) {
        begin(fibers[i], stacks + i * STACK);
        fibers[i].index = place(i, threads);
    }
    forEachBlock([count] {
        for (size_t i = 0; i < count; i++) {
            fibers[i].done = false;
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
            only.index = place(inOrder(i, count), threads);
            kernel();
        }
    });
}

// Sizes of grid and block, and whether to run backwards. Null, or what was wrong.
template <class Run>
const char* launch(const int* size, Run run) {
    static Fault fault;
    grid = {(unsigned) size[0], (unsigned) size[1], (unsigned) size[2]};
    threads = {(unsigned) size[3], (unsigned) size[4], (unsigned) size[5]};
    backwards = size[6] != 0;
    try {
        run();
        return nullptr;
    } catch (const Fault& found) {
        fault = found;
        return fault.text;
    }
}

}  // namespace host

#define threadIdx (host::now->index)
#define blockIdx (host::blockAt)
#define blockDim (host::threads)
#define gridDim (host::grid)

#define __syncthreads() host::barrier(__LINE__)

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
