// From gradients to parameters by Keras's formulas, over one vector of all that learns.
//
// A block has a piece of one parameter. Tables say which: of a piece its parameter, its first value and how many; of a parameter
// the factor of its learning rate, its decay and its L1 and L2 terms. cells is written before every step.

#define IMAGES 0
#define RATE 1
// Adam's correction: the learning rate times the root, by the divisor.
#define ROOT 2
#define DIVISOR 3
// Not 0 if parameters move at this step: gradients may wait for more batches.
#define DUE 4

#define ADAM 0
#define RMSPROP 1
#define SGD 2

// The gradient of the batch's mean loss: gradients are sums over its images.
__device__ __forceinline__ float meanGradient(float gradient, float variable, float images, float l1, float l2) {
    float g = gradient / images;
    if (l2 != 0.f) {
        g += l2 * variable;
    }
    if (l1 != 0.f) {
        g += l1 * (variable > 0.f ? 1.f : variable < 0.f ? -1.f : variable);
    }
    return g;
}

// Adds the batch's gradient to those that wait; when the update is due, leaves the mean where gradients are and begins again.
extern "C" __global__ void accumulate(
    const float* parameters, float* gradients, float* waiting, const int* pieceParameter, const long long* pieceFrom,
    const int* pieceCount, const float* l1, const float* l2, const float* cells, float batches) {
    int parameter = pieceParameter[blockIdx.x];
    for (int i = threadIdx.x; i < pieceCount[blockIdx.x]; i += blockDim.x) {
        long long at = pieceFrom[blockIdx.x] + i;
        float sum = meanGradient(gradients[at], parameters[at], cells[IMAGES], l1[parameter], l2[parameter]) + waiting[at];
        if (cells[DUE] != 0.f) {
            gradients[at] = sum / batches;
            sum = 0.f;
        }
        waiting[at] = sum;
    }
}

// Sum of squares of each piece's gradient, added up in one order.
extern "C" __global__ BLOCKWIDE void squares(
    const float* parameters, const float* gradients, const int* pieceParameter, const long long* pieceFrom,
    const int* pieceCount, const float* l1, const float* l2, const float* cells, int mean, double* sums) {
    __shared__ double shared[256];
    int parameter = pieceParameter[blockIdx.x];
    double sum = 0;
    for (int i = threadIdx.x; i < pieceCount[blockIdx.x]; i += blockDim.x) {
        long long at = pieceFrom[blockIdx.x] + i;
        float g = gradients[at];
        if (mean) {
            g = meanGradient(g, parameters[at], cells[IMAGES], l1[parameter], l2[parameter]);
        }
        sum += (double) g * g;
    }
    shared[threadIdx.x] = sum;
    __syncthreads();
    for (int half = blockDim.x / 2; half > 0; half /= 2) {
        if (threadIdx.x < half) {
            shared[threadIdx.x] += shared[threadIdx.x + half];
        }
        __syncthreads();
    }
    if (threadIdx.x == 0) {
        sums[blockIdx.x] = shared[0];
    }
}

// What each parameter's gradient is multiplied and divided by so that its norm, or that of all together, is at most the limit.
// One block.
extern "C" __global__ BLOCKWIDE void normScales(
    const double* sums, const int* pieceParameter, int pieces, int parameters, float limit, int global, float* factor,
    float* divisor) {
    __shared__ double whole;
    if (threadIdx.x == 0 && global) {
        whole = 0;
        for (int i = 0; i < pieces; i++) {
            whole += sums[i];
        }
    }
    __syncthreads();
    for (int parameter = threadIdx.x; parameter < parameters; parameter += blockDim.x) {
        if (global) {
            float norm = sqrtf((float) whole);
            factor[parameter] = limit * fminf(1.f / norm, 1.f / limit) + (norm - norm);
            divisor[parameter] = 1.f;
        } else {
            double sum = 0;
            for (int i = 0; i < pieces; i++) {
                sum += pieceParameter[i] == parameter ? sums[i] : 0;
            }
            factor[parameter] = limit;
            float norm = sqrtf((float) sum);
            divisor[parameter] = norm < limit ? limit : norm;
        }
    }
}

// Moves parameters. first, second and third are the optimizer's statistics, as many as it has. limit clips by value; a null
// factor means that norms are not clipped.
extern "C" __global__ void update(
    float* parameters, const float* gradients, float* first, float* second, float* third, const int* pieceParameter,
    const long long* pieceFrom, const int* pieceCount, const float* rates, const float* decays, const float* l1,
    const float* l2, const float* cells, const float* factor, const float* divisor, int mean, float limit, int optimizer,
    float keep1, float share1, float keep2, float share2, float epsilon, float momentum, int variant) {
    if (cells[DUE] == 0.f) {
        return;
    }
    int parameter = pieceParameter[blockIdx.x];
    float rate = cells[RATE] * rates[parameter];
    for (int i = threadIdx.x; i < pieceCount[blockIdx.x]; i += blockDim.x) {
        long long at = pieceFrom[blockIdx.x] + i;
        float v = parameters[at];
        float g = gradients[at];
        if (mean) {
            g = meanGradient(g, v, cells[IMAGES], l1[parameter], l2[parameter]);
        }
        if (factor) {
            g = g * factor[parameter] / divisor[parameter];
        }
        if (limit > 0.f) {
            g = g != g ? g : fminf(fmaxf(g, -limit), limit);
        }
        if (decays[parameter] != 0.f) {
            v -= v * decays[parameter] * rate;
        }
        if (optimizer == ADAM) {
            float m = first[at] + (g - first[at]) * share1;
            float s = second[at] + (g * g - second[at]) * share2;
            first[at] = m;
            second[at] = s;
            v -= m * (rate * cells[ROOT] / cells[DIVISOR]) / (sqrtf(s) + epsilon);
        } else if (optimizer == RMSPROP) {
            // variant: whether it is centered, in second; momentum is in the last of its statistics.
            float s = keep1 * first[at] + share1 * (g * g);
            first[at] = s;
            if (variant) {
                float m = keep1 * second[at] + share1 * g;
                second[at] = m;
                s -= m * m;
            }
            float step = rate * g / sqrtf(s + epsilon);
            if (momentum > 0.f) {
                float* last = variant ? third : second;
                step = momentum * last[at] + step;
                last[at] = step;
            }
            v -= step;
        } else if (momentum == 0.f) {
            v -= g * rate;
        } else {
            // variant: whether it is Nesterov's.
            float pull = g * rate;
            float m = first[at] * momentum - pull;
            first[at] = m;
            v += variant ? m * momentum - pull : m;
        }
        parameters[at] = v;
    }
}

// Convolutions' kernels in the type of maps, as they are used, from the vector of parameters.
extern "C" __global__ void narrowKernels(
    const float* parameters, map_t* kernels, const long long* pieceFrom, const int* pieceCount) {
    for (int i = threadIdx.x; i < pieceCount[blockIdx.x]; i += blockDim.x) {
        long long at = pieceFrom[blockIdx.x] + i;
        narrow(parameters[at], kernels[at]);
    }
}

// Their gradients the other way.
extern "C" __global__ void widenKernels(
    const map_t* kernels, float* gradients, const long long* pieceFrom, const int* pieceCount) {
    for (int i = threadIdx.x; i < pieceCount[blockIdx.x]; i += blockDim.x) {
        long long at = pieceFrom[blockIdx.x] + i;
        gradients[at] = widen(kernels[at]);
    }
}
