package dev.graft.testkit.program;

import dev.graft.engine.program.Backward;
import dev.graft.engine.program.Function;
import dev.graft.engine.program.Value;
import dev.graft.engine.program.Window;
import java.util.Arrays;

/** Backward operations as the derivatives of their forward operations. */
final class BackwardInterpreter {
    private BackwardInterpreter() {}

    static void run(Backward operation, Operands o) {
        if (operation instanceof Backward.ConvolutionDataGradient data) {
            convolutionData(data, o);
        } else if (operation instanceof Backward.ConvolutionWeightsGradient weights) {
            convolutionWeights(weights, o);
            bias(o, weights.bias());
        } else if (operation instanceof Backward.DenseDataGradient) {
            denseData(o);
        } else if (operation instanceof Backward.DenseWeightsGradient weights) {
            denseWeights(o);
            bias(o, weights.bias());
        } else if (operation instanceof Backward.BatchNormalizationGradient norm) {
            batchNormalization(norm, o);
        } else if (operation instanceof Backward.RunningNormalizationGradient norm) {
            runningNormalization(norm, o);
        } else if (operation instanceof Backward.MaxPoolingGradient pooling) {
            maxPooling(pooling.window(), o);
        } else if (operation instanceof Backward.AveragePoolingGradient pooling) {
            averagePooling(pooling.window(), o);
        } else if (operation instanceof Backward.GlobalMaxPoolingGradient) {
            globalMax(o);
        } else if (operation instanceof Backward.MultiplyGateGradient) {
            int area = Operands.area(o.input(0));
            for (int i = 0; i < o.in(0).length; i++) {
                o.out(0)[i / area] += o.in(0)[i] * o.in(1)[i];
            }
        } else {
            elementwise(operation, o);
        }
    }

    private static void elementwise(Backward operation, Operands o) {
        double[] a = o.in(0);
        double[] result = o.out(0);
        if (operation instanceof Backward.ScaleAndShiftGradient) {
            Arrays.setAll(result, i -> a[i] * o.in(1)[Operands.channel(o.input(0), i)]);
        } else if (operation instanceof Backward.ActivationGradient activation) {
            Function function = activation.function();
            Arrays.setAll(
                    result,
                    i -> o.in(1)[i]
                            * (activation.fromResult()
                                    ? Functions.derivativeFromResult(function, a[i])
                                    : Functions.derivative(function, a[i])));
        } else if (operation instanceof Backward.GlobalAveragePoolingGradient) {
            int area = Operands.area(o.output(0));
            Arrays.setAll(result, i -> a[i / area] / area);
        } else if (operation instanceof Backward.DropoutGradient dropout) {
            double[] mask =
                    ForwardInterpreter.mask(dropout.rate(), dropout.seed(), dropout.perSample(), o, o.output(0));
            Arrays.setAll(result, i -> a[i] * mask[i]);
        } else if (operation instanceof Backward.MultiplyMapGradient) {
            int area = Operands.area(o.output(0));
            Arrays.setAll(result, i -> a[i / area] * o.in(1)[i]);
        } else if (operation instanceof Backward.ConcatenateGradient part) {
            concatenation(part.from(), o);
        } else if (operation instanceof Backward.PadGradient pad) {
            ForwardInterpreter.within(
                    o.input(0), o.output(0), pad.margins(), o.batch, (outer, inner) -> result[inner] = a[outer]);
        } else if (operation instanceof Backward.FlattenGradient flatten) {
            for (int i = 0; i < a.length; i++) {
                result[ForwardInterpreter.flattened(flatten.channelsLast(), o.output(0), i)] = a[i];
            }
        } else if (operation instanceof Backward.ReshapeGradient) {
            Arrays.setAll(result, i -> a[i]);
        } else if (operation instanceof Backward.TwoClassLogitsGradient) {
            Arrays.setAll(result, i -> a[2 * i + 1]);
        } else if (operation instanceof Backward.LossGradient) {
            loss(o);
        } else if (operation instanceof Backward.Accumulate) {
            for (int n = 0; n < o.inputs(); n++) {
                double[] next = o.in(n);
                Arrays.setAll(result, i -> result[i] + next[i]);
            }
        } else {
            throw new IllegalArgumentException("Unknown: " + operation);
        }
    }

    private static void convolutionData(Backward.ConvolutionDataGradient data, Operands o) {
        double[] gradient = o.in(0);
        double[] weights = o.in(1);
        double[] result = o.out(0);
        ConvolutionLoop.products(
                data.window(),
                data.depthwise(),
                o.output(0),
                o.input(0),
                o.batch,
                (x, xStep, kernel, kernelStep, y, count) -> {
                    for (int i = 0; i < count; i++) {
                        result[x + i * xStep] += gradient[y] * weights[kernel + i * kernelStep];
                    }
                });
    }

    private static void convolutionWeights(Backward.ConvolutionWeightsGradient weights, Operands o) {
        double[] map = o.in(0);
        double[] gradient = o.in(1);
        double[] result = o.out(0);
        ConvolutionLoop.products(
                weights.window(),
                weights.depthwise(),
                o.input(0),
                o.input(1),
                o.batch,
                (x, xStep, kernel, kernelStep, y, count) -> {
                    for (int i = 0; i < count; i++) {
                        result[kernel + i * kernelStep] += gradient[y] * map[x + i * xStep];
                    }
                });
    }

    private static void bias(Operands o, boolean bias) {
        for (int i = 0; i < o.in(1).length && bias; i++) {
            o.out(1)[Operands.channel(o.input(1), i)] += o.in(1)[i];
        }
    }

    private static void denseData(Operands o) {
        int in = o.output(0).channels();
        int out = o.input(0).channels();
        for (int y = 0; y < o.in(0).length; y++) {
            for (int i = 0; i < in; i++) {
                o.out(0)[y / out * in + i] += o.in(0)[y] * o.in(1)[y % out * in + i];
            }
        }
    }

    private static void denseWeights(Operands o) {
        int in = o.input(0).channels();
        int out = o.input(1).channels();
        for (int y = 0; y < o.in(1).length; y++) {
            for (int i = 0; i < in; i++) {
                o.out(0)[y % out * in + i] += o.in(1)[y] * o.in(0)[y / out * in + i];
            }
        }
    }

    /** With respect to what follows the normalization: a fused ReLU is undone first. */
    private static double[] unfused(Operands o, boolean scale, boolean relu) {
        double[] dy = o.in(1).clone();
        if (relu) {
            double[] y = o.in(scale ? 5 : 4);
            Arrays.setAll(dy, i -> y[i] > 0 ? dy[i] : 0);
        }
        return dy;
    }

    /** Sums over everything but channels: of the gradient, and of the gradient times the normalized value. */
    private static double[][] sums(Operands o, double[] dy, double epsilon) {
        Value x = o.input(0);
        double[][] sums = new double[2][x.channels()];
        for (int i = 0; i < dy.length; i++) {
            int c = Operands.channel(x, i);
            sums[0][c] += dy[i];
            sums[1][c] += dy[i] * normal(o, i, epsilon);
        }
        return sums;
    }

    private static double normal(Operands o, int i, double epsilon) {
        int c = Operands.channel(o.input(0), i);
        return (o.in(0)[i] - o.in(2)[c]) / Math.sqrt(o.in(3)[c] + epsilon);
    }

    private static void batchNormalization(Backward.BatchNormalizationGradient norm, Operands o) {
        double[] dy = unfused(o, norm.scale(), norm.relu());
        double[][] sums = sums(o, dy, norm.epsilon());
        double count = (double) o.batch * Operands.area(o.input(0));
        Arrays.setAll(o.out(0), i -> {
            int c = Operands.channel(o.input(0), i);
            double gamma = norm.scale() ? o.in(4)[c] : 1;
            double centred = dy[i] - sums[0][c] / count - normal(o, i, norm.epsilon()) * sums[1][c] / count;
            return gamma / Math.sqrt(o.in(3)[c] + norm.epsilon()) * centred;
        });
        affine(o, norm.scale(), sums, 1);
    }

    private static void affine(Operands o, boolean scale, double[][] sums, int from) {
        int channels = o.input(0).channels();
        if (scale) {
            System.arraycopy(sums[1], 0, o.out(from), 0, channels);
        }
        System.arraycopy(sums[0], 0, o.out(from + (scale ? 1 : 0)), 0, channels);
    }

    private static void runningNormalization(Backward.RunningNormalizationGradient norm, Operands o) {
        double[] dy = unfused(o, norm.scale(), norm.relu());
        if (norm.data()) {
            Arrays.setAll(o.out(0), i -> {
                int c = Operands.channel(o.input(0), i);
                return dy[i] * (norm.scale() ? o.in(4)[c] : 1) / Math.sqrt(o.in(3)[c] + norm.epsilon());
            });
        }
        affine(o, norm.scale(), sums(o, dy, norm.epsilon()), norm.data() ? 1 : 0);
    }

    private static void maxPooling(Window window, Operands o) {
        int areaX = Operands.area(o.input(0));
        int areaY = Operands.area(o.input(1));
        WindowLoop.positions(o.input(1), o.batch, (plane, y, row, column) -> {
            int[] first = {-1};
            WindowLoop.places(window, o.input(0), row, column, (x, tap) -> {
                int place = plane * areaX + x;
                if (first[0] < 0 || o.in(0)[place] > o.in(0)[first[0]]) {
                    first[0] = place;
                }
            });
            o.out(0)[first[0]] += o.in(1)[plane * areaY + y];
        });
    }

    private static void averagePooling(Window window, Operands o) {
        int areaX = Operands.area(o.output(0));
        int areaY = Operands.area(o.input(0));
        WindowLoop.positions(o.input(0), o.batch, (plane, y, row, column) -> {
            int[] count = {0};
            WindowLoop.places(window, o.output(0), row, column, (x, tap) -> count[0]++);
            double share = o.in(0)[plane * areaY + y] / count[0];
            WindowLoop.places(window, o.output(0), row, column, (x, tap) -> o.out(0)[plane * areaX + x] += share);
        });
    }

    private static void globalMax(Operands o) {
        int area = Operands.area(o.input(0));
        for (int plane = 0; plane < o.in(1).length; plane++) {
            int first = plane * area;
            for (int i = first; i < (plane + 1) * area; i++) {
                first = o.in(0)[i] > o.in(0)[first] ? i : first;
            }
            o.out(0)[first] = o.in(1)[plane];
        }
    }

    private static void concatenation(int from, Operands o) {
        int whole = Math.toIntExact(o.input(0).elements());
        int part = Math.toIntExact(o.output(0).elements());
        int offset = from * Operands.area(o.output(0));
        for (int image = 0; image < o.batch; image++) {
            System.arraycopy(o.in(0), image * whole + offset, o.out(0), image * part, part);
        }
    }

    private static void loss(Operands o) {
        int classes = o.input(0).channels();
        for (int row = 0; row < o.in(0).length; row += classes) {
            double[] p = ForwardInterpreter.probabilities(o.in(0), row, classes);
            double mass = Arrays.stream(o.in(1), row, row + classes).sum();
            double weight = o.in(2)[row / classes];
            for (int c = 0; c < classes; c++) {
                o.out(0)[row + c] = weight * (p[c] * mass - o.in(1)[row + c]);
            }
        }
    }
}
