// Values moved, not changed.

// A caller's map [images, channels, height, width] in single precision to NHWC.
extern "C" __global__ void enter(const float* x, map_t* y, long long n, int area, int channels) {
    long long i = threadNumber();
    if (i < n) {
        long long position = i / channels;
        long long image = position / area;
        narrow(x[(image * channels + i % channels) * area + position % area], y[i]);
    }
}

// Images of n positions, red, green and blue in bytes, to NHWC: red lies in channel number red, and so on. What a byte becomes
// stands in table: 256 values for red, as many for green, then for blue.
extern "C" __global__ void enterImages(
    const unsigned char* x, const float* table, float* y, long long n, int red, int green, int blue) {
    long long i = threadNumber();
    if (i < n) {
        y[i * 3 + red] = table[x[i * 3]];
        y[i * 3 + green] = table[256 + x[i * 3 + 1]];
        y[i * 3 + blue] = table[512 + x[i * 3 + 2]];
    }
}

// The way back from enter.
extern "C" __global__ void leave(const map_t* x, float* y, long long n, int area, int channels) {
    long long i = threadNumber();
    if (i < n) {
        long long plane = i / area;
        y[i] = widen(x[(plane / channels * area + i % area) * channels + plane % channels]);
    }
}

// count values of each row, from one place in rows of x to another in rows of y: channels that are joined or cut out.
extern "C" __global__ void copyRows(
    const map_t* x, map_t* y, long long n, int count, int rowOfX, int rowOfY, int fromX, int fromY) {
    long long i = threadNumber();
    if (i < n) {
        y[i / count * rowOfY + fromY + i % count] = x[i / count * rowOfX + fromX + i % count];
    }
}

// Channels of up to four maps joined: n values of y's rows from fromY on. Those that are missing have no channels.
extern "C" __global__ void joinRows(
    const map_t* a, const map_t* b, const map_t* c, const map_t* d, map_t* y, long long n, int ofA, int ofB, int ofC, int ofD,
    int rowOfY, int fromY) {
    long long i = threadNumber();
    if (i >= n) {
        return;
    }
    int count = ofA + ofB + ofC + ofD;
    long long row = i / count;
    int channel = (int) (i % count);
    long long to = row * rowOfY + fromY + channel;
    if (channel < ofA) {
        y[to] = a[row * ofA + channel];
    } else if (channel < ofA + ofB) {
        y[to] = b[row * ofB + channel - ofA];
    } else if (channel < ofA + ofB + ofC) {
        y[to] = c[row * ofC + channel - ofA - ofB];
    } else {
        y[to] = d[row * ofD + channel - ofA - ofB - ofC];
    }
}

// Zeros around a map; n values of y.
extern "C" __global__ void pad(
    const map_t* x, map_t* y, long long n, int height, int width, int channels, int outHeight, int outWidth, int top, int left) {
    long long i = threadNumber();
    if (i >= n) {
        return;
    }
    Place p = placeOf(i, outHeight, outWidth, channels);
    int row = p.row - top, column = p.column - left;
    if (row >= 0 && row < height && column >= 0 && column < width) {
        y[i] = x[at(p.image, row, column, p.channel, height, width, channels)];
    } else {
        narrow(0.f, y[i]);
    }
}

// What lies within the margins; n values of dx.
extern "C" __global__ void padGradient(
    const map_t* dy, map_t* dx, long long n, int height, int width, int channels, int outHeight, int outWidth, int top,
    int left) {
    long long i = threadNumber();
    if (i < n) {
        Place p = placeOf(i, height, width, channels);
        dx[i] = dy[at(p.image, p.row + top, p.column + left, p.channel, outHeight, outWidth, channels)];
    }
}
