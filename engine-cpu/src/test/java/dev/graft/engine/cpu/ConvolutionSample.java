package dev.graft.engine.cpu;

import dev.graft.engine.cpu.ConvolutionCase.Numbers;
import dev.graft.engine.cpu.ConvolutionCase.Results;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Some values of a large convolution's results and gradients, from the definition, in double precision. Padding keeps the size.
 *
 * @param of the convolution
 * @param numbers what goes in
 * @param results where in the results, as they lie
 * @param inputs where in the gradient of the input
 * @param kernels where in the gradient of the kernel
 */
record ConvolutionSample(ConvolutionCase of, Numbers numbers, int[] results, int[] inputs, int[] kernels) {
    /** Places that a seed chooses. */
    static ConvolutionSample random(ConvolutionCase of, Numbers numbers, int count, long seed) {
        Random random = new Random(seed);
        return new ConvolutionSample(
                of,
                numbers,
                random.ints(count, 0, of.batch() * of.out() * of.height() * of.width())
                        .toArray(),
                random.ints(count, 0, numbers.x().length).toArray(),
                random.ints(count, 0, numbers.kernel().length).toArray());
    }

    double[] exactResults() {
        return IntStream.of(results).parallel().mapToDouble(this::result).toArray();
    }

    double[] exactInputGradients() {
        return IntStream.of(inputs).parallel().mapToDouble(this::inputGradient).toArray();
    }

    double[] exactKernelGradients() {
        return IntStream.of(kernels)
                .parallel()
                .mapToDouble(this::kernelGradient)
                .toArray();
    }

    float[] results(Results found) {
        return taken(found.y(), results);
    }

    float[] inputGradients(Results found) {
        return taken(found.dx(), inputs);
    }

    float[] kernelGradients(Results found) {
        return taken(found.kernel(), kernels);
    }

    private static float[] taken(float[] all, int... places) {
        float[] values = new float[places.length];
        for (int i = 0; i < places.length; i++) {
            values[i] = all[places[i]];
        }
        return values;
    }

    private int at(int image, int channel, int channels, int row, int column) {
        return ((image * channels + channel) * of.height() + row) * of.width() + column;
    }

    private boolean isInside(int row, int column) {
        return row >= 0 && row < of.height() && column >= 0 && column < of.width();
    }

    private int column(int place) {
        return place % of.width();
    }

    private int row(int place) {
        return place / of.width() % of.height();
    }

    private int plane(int place) {
        return place / of.width() / of.height();
    }

    private double result(int place) {
        int image = plane(place) / of.out();
        int o = plane(place) % of.out();
        double sum = numbers.bias()[o];
        for (int value = 0; value < 9; value++) {
            int row = row(place) + value / 3 - 1;
            int column = column(place) + value % 3 - 1;
            for (int i = 0; i < of.in() && isInside(row, column); i++) {
                double x = numbers.x()[at(image, i, of.in(), row, column)];
                sum += x * numbers.kernel()[(o * of.in() + i) * 9 + value];
            }
        }
        return sum;
    }

    private double inputGradient(int place) {
        int image = plane(place) / of.in();
        int i = plane(place) % of.in();
        double sum = 0;
        for (int value = 0; value < 9; value++) {
            int row = row(place) - value / 3 + 1;
            int column = column(place) - value % 3 + 1;
            for (int o = 0; o < of.out() && isInside(row, column); o++) {
                double dy = numbers.dy()[at(image, o, of.out(), row, column)];
                sum += dy * numbers.kernel()[(o * of.in() + i) * 9 + value];
            }
        }
        return sum;
    }

    private double kernelGradient(int place) {
        int value = place % 9;
        int i = place / 9 % of.in();
        int o = place / 9 / of.in();
        double sum = 0;
        for (int image = 0; image < of.batch(); image++) {
            for (int row = 0; row < of.height(); row++) {
                for (int column = 0; column < of.width(); column++) {
                    int above = row + value / 3 - 1;
                    int before = column + value % 3 - 1;
                    if (isInside(above, before)) {
                        double dy = numbers.dy()[at(image, o, of.out(), row, column)];
                        sum += dy * numbers.x()[at(image, i, of.in(), above, before)];
                    }
                }
            }
        }
        return sum;
    }
}
