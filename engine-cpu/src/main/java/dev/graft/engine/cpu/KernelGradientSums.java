package dev.graft.engine.cpu;

import java.nio.FloatBuffer;
import java.util.List;

/** Sums of several workers, {@code [36, in, out]} each, that become the gradient of kernels, {@code [out, in, 3, 3]}. */
final class KernelGradientSums {
    /** Input channels whose gradients are written together. */
    private static final int TOGETHER = 8;

    private static final int LANES = WinogradTransforms.LANES;
    private static final int VALUES = WinogradKernelTransform.VALUES;

    private final List<FloatBuffer> sums;
    private final FloatBuffer target;
    private final int in;
    private final int out;

    /**
     * @param sums of each worker, in their place
     * @param target plain, in its place
     */
    KernelGradientSums(List<Slot> sums, Slot target, int in, int out) {
        this.sums = sums.stream()
                .map(slot -> NativeMemory.buffer(slot.address(), 0, (long) WinogradTransforms.POSITIONS * in * out))
                .toList();
        this.target = NativeMemory.buffer(target.address(), 0, (long) VALUES * in * out);
        this.in = in;
        this.out = out;
    }

    /** Writes one of several shares of the gradient. */
    void write(int share, int shares) {
        float[] values = new float[LANES * TOGETHER * VALUES];
        float[] taken = new float[2 * WinogradTransforms.OTHER];
        double[] scratch = new double[WinogradKernelTransform.SIZE];
        int parts = (in + TOGETHER - 1) / TOGETHER;
        int end = Math.min(in, (share + 1) * parts / shares * TOGETHER);
        for (int first = share * parts / shares * TOGETHER; first < end; first += TOGETHER) {
            int together = Math.min(TOGETHER, in - first);
            for (ChannelGroup group : ChannelGroup.of(out)) {
                for (int i = 0; i < together; i++) {
                    take(first + i, group, taken);
                    WinogradKernelTransform.gradient(taken, scratch);
                    collect(scratch, group.channels(), values, i);
                }
                for (int o = 0; o < group.channels(); o++) {
                    int at = ((group.channel() + o) * in + first) * VALUES;
                    target.put(at, values, o * TOGETHER * VALUES, together * VALUES);
                }
            }
        }
    }

    /** Adds what all workers have for an input channel and some output channels. */
    private void take(int channel, ChannelGroup group, float[] taken) {
        for (int worker = 0; worker < sums.size(); worker++) {
            int half = worker == 0 ? 0 : WinogradTransforms.OTHER;
            for (int position = 0; position < WinogradTransforms.POSITIONS; position++) {
                int from = (position * in + channel) * out + group.channel();
                sums.get(worker).get(from, taken, half + position * LANES, group.channels());
            }
            if (worker > 0) {
                add(taken);
            }
        }
    }

    private static void add(float[] taken) {
        for (int q = 0; q < WinogradTransforms.OTHER; q++) {
            taken[q] += taken[q + WinogradTransforms.OTHER];
        }
    }

    private static void collect(double[] scratch, int count, float[] values, int channel) {
        for (int value = 0; value < VALUES; value++) {
            int from = WinogradKernelTransform.at(value);
            int to = channel * VALUES + value;
            for (int o = 0; o < count; o++) {
                values[to + o * TOGETHER * VALUES] = (float) scratch[from + o];
            }
        }
    }
}
