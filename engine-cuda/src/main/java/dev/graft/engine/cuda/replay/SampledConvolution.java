package dev.graft.engine.cuda.replay;

import dev.graft.engine.cuda.plan.Buffer;
import dev.graft.engine.cuda.plan.Command.Convolution;
import dev.graft.engine.cuda.plan.ConvolutionGeometry;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.program.Window;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Some values of a convolution's result in double precision, among them the first and the last; all would take minutes. */
final class SampledConvolution {
    private static final int SAMPLES = 256;

    private final Convolution convolution;
    private final ConvolutionGeometry g;
    private final Window window;
    private final Array x;
    private final Array kernel;
    private final Array y;
    private final Array before;

    /** Numbers among bytes. */
    private record Array(ByteBuffer bytes, int offset, ElementType type) {
        static Array of(Buffer buffer, Map<String, byte[]> content) {
            byte[] bytes = content.getOrDefault(buffer.segment(), new byte[0]);
            return new Array(
                    ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()),
                    Math.toIntExact(buffer.offset()),
                    buffer.type());
        }

        double at(long index) {
            int place = Math.toIntExact(offset + index * type.bytes());
            return type == ElementType.BF16 ? Float.intBitsToFloat(bytes.getShort(place) << 16) : bytes.getFloat(place);
        }
    }

    /**
     * @param before content of all three arrays before it was computed, by segments
     * @param content afterwards
     */
    SampledConvolution(Convolution convolution, Map<String, byte[]> before, Map<String, byte[]> content) {
        this.convolution = convolution;
        this.g = convolution.geometry();
        this.window = g.window();
        this.x = Array.of(convolution.x(), content);
        this.kernel = Array.of(convolution.kernel(), content);
        this.y = Array.of(convolution.y(), content);
        this.before = Array.of(convolution.written(), before);
    }

    /** The largest difference as a share of the largest value of the sample. */
    double error() {
        long count = convolution.written().count();
        long[] places = new SplittableRandom(count).longs(SAMPLES, 0, count).toArray();
        places[0] = 0;
        places[1] = count - 1;
        double[] expected = IntStream.range(0, SAMPLES)
                .parallel()
                .mapToDouble(i -> expected(places[i]))
                .toArray();
        Difference difference = new Difference();
        for (int i = 0; i < SAMPLES; i++) {
            difference.add(written().at(places[i]), expected[i]);
        }
        return difference.relative();
    }

    private Array written() {
        return switch (convolution.kind()) {
            case FORWARD -> y;
            case DATA_GRADIENT -> x;
            case KERNEL_GRADIENT -> kernel;
        };
    }

    private double expected(long place) {
        double sum = switch (convolution.kind()) {
            case FORWARD -> forward(place);
            case DATA_GRADIENT -> dataGradient(place);
            case KERNEL_GRADIENT -> kernelGradient(place);
        };
        return convolution.adds() ? before.at(place) + sum : sum;
    }

    private double forward(long place) {
        long k = place % g.outChannels();
        long q = place / g.outChannels() % g.outWidth();
        long p = place / g.outChannels() / g.outWidth() % g.outHeight();
        long n = place / g.outChannels() / g.outWidth() / g.outHeight();
        double sum = 0;
        for (int r = 0; r < window.kernel().height(); r++) {
            for (int s = 0; s < window.kernel().width(); s++) {
                long h = p * window.stride().height() + r - window.padding().top();
                long w = q * window.stride().width() + s - window.padding().left();
                for (int c = 0; c < g.channels() && inside(h, w); c++) {
                    sum += x.at(xIndex(n, h, w, c)) * kernel.at(kernelIndex(k, r, s, c));
                }
            }
        }
        return sum;
    }

    private double dataGradient(long place) {
        long c = place % g.channels();
        long w = place / g.channels() % g.width();
        long h = place / g.channels() / g.width() % g.height();
        long n = place / g.channels() / g.width() / g.height();
        double sum = 0;
        for (int r = 0; r < window.kernel().height(); r++) {
            for (int s = 0; s < window.kernel().width(); s++) {
                long down = h + window.padding().top() - r;
                long across = w + window.padding().left() - s;
                long p = Math.floorDiv(down, window.stride().height());
                long q = Math.floorDiv(across, window.stride().width());
                boolean meets = down % window.stride().height() == 0
                        && across % window.stride().width() == 0
                        && p >= 0
                        && p < g.outHeight()
                        && q >= 0
                        && q < g.outWidth();
                for (int k = 0; k < g.outChannels() && meets; k++) {
                    sum += y.at(yIndex(n, p, q, k)) * kernel.at(kernelIndex(k, r, s, c));
                }
            }
        }
        return sum;
    }

    private double kernelGradient(long place) {
        long c = place % g.channels();
        long s = place / g.channels() % window.kernel().width();
        long r =
                place / g.channels() / window.kernel().width() % window.kernel().height();
        long k =
                place / g.channels() / window.kernel().width() / window.kernel().height();
        double sum = 0;
        for (int n = 0; n < g.images(); n++) {
            for (int p = 0; p < g.outHeight(); p++) {
                for (int q = 0; q < g.outWidth(); q++) {
                    long h = (long) p * window.stride().height()
                            + r
                            - window.padding().top();
                    long w = (long) q * window.stride().width()
                            + s
                            - window.padding().left();
                    if (inside(h, w)) {
                        sum += y.at(yIndex(n, p, q, k)) * x.at(xIndex(n, h, w, c));
                    }
                }
            }
        }
        return sum;
    }

    private boolean inside(long h, long w) {
        return h >= 0 && h < g.height() && w >= 0 && w < g.width();
    }

    private long xIndex(long n, long h, long w, long c) {
        return ((n * g.height() + h) * g.width() + w) * g.channels() + c;
    }

    private long yIndex(long n, long p, long q, long k) {
        return ((n * g.outHeight() + p) * g.outWidth() + q) * g.outChannels() + k;
    }

    private long kernelIndex(long k, long r, long s, long c) {
        return ((k * window.kernel().height() + r) * window.kernel().width() + s) * g.channels() + c;
    }
}
