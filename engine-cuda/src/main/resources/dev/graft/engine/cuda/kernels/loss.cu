// Softmax and its cross-entropy from the logits, in double precision: the arrays are small.

__device__ __forceinline__ double largestOf(const float* z, int classes) {
    double largest = z[0];
    for (int c = 1; c < classes; c++) {
        largest = fmax(largest, (double) z[c]);
    }
    return largest;
}

__device__ __forceinline__ double sumOfExponentials(const float* z, int classes, double largest) {
    double sum = 0;
    for (int c = 0; c < classes; c++) {
        sum += exp((double) z[c] - largest);
    }
    return sum;
}

__device__ __forceinline__ int firstLargest(const float* values, int count) {
    int first = 0;
    for (int c = 1; c < count; c++) {
        first = values[c] > values[first] ? c : first;
    }
    return first;
}

extern "C" __global__ void softmax(const float* logits, float* y, int batch, int classes) {
    int image = (int) threadNumber();
    if (image >= batch) {
        return;
    }
    const float* z = logits + (long long) image * classes;
    double largest = largestOf(z, classes);
    double sum = sumOfExponentials(z, classes, largest);
    for (int c = 0; c < classes; c++) {
        y[(long long) image * classes + c] = (float) (exp((double) z[c] - largest) / sum);
    }
}

// The mean of weighted losses, and how often the largest logit stands where the largest label does. One block; images are added
// up in their order. losses holds one value for each image.
extern "C" __global__ BLOCKWIDE void crossEntropy(
    const float* logits, const float* labels, const float* weights, double* losses, double* meanLoss, int* hits, int batch,
    int classes) {
    for (int image = threadIdx.x; image < batch; image += blockDim.x) {
        const float* z = logits + (long long) image * classes;
        const float* y = labels + (long long) image * classes;
        double largest = largestOf(z, classes);
        double sum = sumOfExponentials(z, classes, largest);
        double loss = 0;
        for (int c = 0; c < classes; c++) {
            if (y[c] != 0.f) {
                double minusLog = log(sum) + largest - (double) z[c];
                // Of the largest logit it is the logarithm of 1 plus the others: what is left of a right answer.
                if ((double) z[c] == largest) {
                    double others = 0;
                    for (int k = 0; k < classes; k++) {
                        others += k == c ? 0 : exp((double) z[k] - largest);
                    }
                    minusLog = log1p(others);
                }
                loss += (double) y[c] * minusLog;
            }
        }
        losses[image] = loss * (double) weights[image];
    }
    __syncthreads();
    if (threadIdx.x == 0) {
        double sum = 0;
        int right = 0;
        for (int image = 0; image < batch; image++) {
            sum += losses[image];
            right += firstLargest(logits + (long long) image * classes, classes)
                    == firstLargest(labels + (long long) image * classes, classes)
                ? 1
                : 0;
        }
        *meanLoss = sum / batch;
        *hits = right;
    }
}

// Of the sum of the losses.
extern "C" __global__ void crossEntropyGradient(
    const float* logits, const float* labels, const float* weights, float* gradient, int batch, int classes) {
    int image = (int) threadNumber();
    if (image >= batch) {
        return;
    }
    const float* z = logits + (long long) image * classes;
    const float* y = labels + (long long) image * classes;
    double largest = largestOf(z, classes);
    double sum = sumOfExponentials(z, classes, largest);
    double mass = 0;
    for (int c = 0; c < classes; c++) {
        mass += (double) y[c];
    }
    for (int c = 0; c < classes; c++) {
        double p = exp((double) z[c] - largest) / sum;
        gradient[(long long) image * classes + c] = (float) ((double) weights[image] * (p * mass - (double) y[c]));
    }
}
