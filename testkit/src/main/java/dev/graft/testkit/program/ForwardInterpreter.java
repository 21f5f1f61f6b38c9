package dev.graft.testkit.program;

import dev.graft.engine.program.Forward;
import dev.graft.engine.program.Margins;
import dev.graft.engine.program.PostOperation;
import dev.graft.engine.program.Value;
import dev.graft.engine.program.Window;
import dev.graft.layer.DropoutMask;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Forward operations as their definitions say. */
final class ForwardInterpreter {
    private ForwardInterpreter() {}

    static void run(Forward operation, Operands o) {
        if (operation instanceof Forward.Convolution convolution) {
            convolution(convolution, o);
            bias(o, convolution.bias());
            post(o, convolution.postOperations(), convolution.bias() ? 3 : 2);
        } else if (operation instanceof Forward.Dense dense) {
            dense(o);
            bias(o, dense.bias());
            post(o, dense.postOperations(), dense.bias() ? 3 : 2);
        } else if (operation instanceof Forward.BatchNormalization norm) {
            batchNormalization(norm, o);
        } else if (operation instanceof Forward.RunningNormalization norm) {
            int affine = norm.scale() ? 2 : 1;
            normalize(o, norm.scale(), norm.relu(), norm.epsilon(), o.in(affine + 1), o.in(affine + 2));
        } else if (operation instanceof Forward.UpdateStatistics update) {
            follow(o.in(0), o.in(2), update.momentum());
            follow(o.in(1), o.in(3), update.momentum());
        } else if (operation instanceof Forward.Activate activate) {
            map(o, x -> Functions.apply(activate.function(), x));
        } else if (operation instanceof Forward.MaxPooling pooling) {
            maxPooling(pooling.window(), o);
        } else if (operation instanceof Forward.AveragePooling pooling) {
            averagePooling(pooling.window(), o);
        } else if (operation instanceof Forward.GlobalAveragePooling) {
            globalAverage(o);
        } else if (operation instanceof Forward.GlobalMaxPooling) {
            globalMax(o);
        } else if (operation instanceof Forward.Dropout dropout) {
            double[] mask = mask(dropout.rate(), dropout.seed(), dropout.perSample(), o, o.output(0));
            Arrays.setAll(o.out(0), i -> o.in(0)[i] * mask[i]);
        } else if (operation instanceof Forward.Add add) {
            int addends = (int) add.postOperations().stream()
                    .filter(PostOperation.Add.class::isInstance)
                    .count();
            for (int n = 0; n < o.inputs() - addends; n++) {
                add(o.out(0), o.in(n));
            }
            post(o, add.postOperations(), o.inputs() - addends);
        } else {
            rest(operation, o);
        }
    }

    private static void rest(Forward operation, Operands o) {
        double[] x = o.in(0);
        double[] y = o.out(0);
        if (operation instanceof Forward.Multiply) {
            int area = Operands.area(o.input(0));
            Arrays.setAll(y, i -> x[i] * o.in(1)[i / area]);
        } else if (operation instanceof Forward.Concatenate) {
            concatenate(o);
        } else if (operation instanceof Forward.ScaleAndShift) {
            Arrays.setAll(y, i -> {
                int c = Operands.channel(o.input(0), i);
                return x[i] * o.in(1)[c] + o.in(2)[c];
            });
        } else if (operation instanceof Forward.Pad pad) {
            Margins margins = pad.margins();
            within(o.output(0), o.input(0), margins, o.batch, (outer, inner) -> y[outer] = x[inner]);
        } else if (operation instanceof Forward.Flatten flatten) {
            Arrays.setAll(y, i -> x[flattened(flatten.channelsLast(), o.input(0), i)]);
        } else if (operation instanceof Forward.Reshape) {
            Arrays.setAll(y, i -> x[i]);
        } else if (operation instanceof Forward.TwoClassLogits) {
            Arrays.setAll(y, i -> i % 2 == 0 ? 0 : x[i / 2]);
        } else if (operation instanceof Forward.Softmax) {
            softmax(x, y, o.input(0).channels());
        } else if (operation instanceof Forward.SoftmaxCrossEntropy) {
            losses(o);
        } else {
            throw new IllegalArgumentException("Unknown: " + operation);
        }
    }

    private static void convolution(Forward.Convolution convolution, Operands o) {
        double[] map = o.in(0);
        double[] weights = o.in(1);
        double[] result = o.out(0);
        ConvolutionLoop.products(
                convolution.window(),
                convolution.depthwise(),
                o.input(0),
                o.output(0),
                o.batch,
                (x, xStep, kernel, kernelStep, y, count) -> {
                    double sum = 0;
                    for (int i = 0; i < count; i++) {
                        sum += map[x + i * xStep] * weights[kernel + i * kernelStep];
                    }
                    result[y] += sum;
                });
    }

    private static void dense(Operands o) {
        int in = o.input(0).channels();
        int out = o.output(0).channels();
        for (int y = 0; y < o.out(0).length; y++) {
            for (int i = 0; i < in; i++) {
                o.out(0)[y] += o.in(0)[y / out * in + i] * o.in(1)[y % out * in + i];
            }
        }
    }

    private static void bias(Operands o, boolean bias) {
        for (int i = 0; i < o.out(0).length && bias; i++) {
            o.out(0)[i] += o.in(2)[Operands.channel(o.output(0), i)];
        }
    }

    private static void post(Operands o, List<PostOperation> operations, int firstAddend) {
        int addend = firstAddend;
        for (PostOperation operation : operations) {
            if (operation instanceof PostOperation.Activate activate) {
                Arrays.setAll(o.out(0), i -> Functions.apply(activate.function(), o.out(0)[i]));
            } else {
                add(o.out(0), o.in(addend++));
            }
        }
        if (addend != o.inputs()) {
            throw new IllegalStateException("Inputs are left over");
        }
    }

    private static void add(double[] sum, double[] more) {
        Arrays.setAll(sum, i -> sum[i] + more[i]);
    }

    private static void map(Operands o, DoubleUnaryOperator function) {
        Arrays.setAll(o.out(0), i -> function.applyAsDouble(o.in(0)[i]));
    }

    private static void batchNormalization(Forward.BatchNormalization norm, Operands o) {
        Value x = o.input(0);
        double count = (double) o.batch * Operands.area(x);
        double[] mean = o.out(1);
        double[] variance = o.out(2);
        for (int i = 0; i < o.in(0).length; i++) {
            mean[Operands.channel(x, i)] += o.in(0)[i] / count;
        }
        for (int i = 0; i < o.in(0).length; i++) {
            int c = Operands.channel(x, i);
            variance[c] += Math.pow(o.in(0)[i] - mean[c], 2) / count;
        }
        normalize(o, norm.scale(), norm.relu(), norm.epsilon(), mean, variance);
    }

    private static void normalize(
            Operands o, boolean scale, boolean relu, double epsilon, double[] mean, double[] variance) {
        double[] beta = o.in(scale ? 2 : 1);
        Arrays.setAll(o.out(0), i -> {
            int c = Operands.channel(o.input(0), i);
            double normal = (o.in(0)[i] - mean[c]) / Math.sqrt(variance[c] + epsilon);
            double y = (scale ? o.in(1)[c] : 1) * normal + beta[c];
            return relu ? Math.max(y, 0) : y;
        });
    }

    private static void follow(double[] running, double[] batch, double momentum) {
        Arrays.setAll(running, i -> momentum * running[i] + (1 - momentum) * batch[i]);
    }

    private static void maxPooling(Window window, Operands o) {
        int areaX = Operands.area(o.input(0));
        int areaY = Operands.area(o.output(0));
        WindowLoop.positions(o.output(0), o.batch, (plane, y, row, column) -> {
            double[] largest = {Double.NEGATIVE_INFINITY};
            WindowLoop.places(
                    window,
                    o.input(0),
                    row,
                    column,
                    (x, tap) -> largest[0] = Math.max(largest[0], o.in(0)[plane * areaX + x]));
            o.out(0)[plane * areaY + y] = largest[0];
        });
    }

    private static void averagePooling(Window window, Operands o) {
        int areaX = Operands.area(o.input(0));
        int areaY = Operands.area(o.output(0));
        WindowLoop.positions(o.output(0), o.batch, (plane, y, row, column) -> {
            double[] sum = {0, 0};
            WindowLoop.places(window, o.input(0), row, column, (x, tap) -> {
                sum[0] += o.in(0)[plane * areaX + x];
                sum[1]++;
            });
            o.out(0)[plane * areaY + y] = sum[0] / sum[1];
        });
    }

    private static void globalAverage(Operands o) {
        int area = Operands.area(o.input(0));
        for (int i = 0; i < o.in(0).length; i++) {
            o.out(0)[i / area] += o.in(0)[i] / area;
        }
    }

    private static void globalMax(Operands o) {
        int area = Operands.area(o.input(0));
        Arrays.fill(o.out(0), Double.NEGATIVE_INFINITY);
        for (int i = 0; i < o.in(0).length; i++) {
            o.out(0)[i / area] = Math.max(o.out(0)[i / area], o.in(0)[i]);
        }
    }

    /** A dropout's factor for every number of a value. */
    static double[] mask(double rate, long seed, boolean perSample, Operands o, Value value) {
        int perImage = Math.toIntExact(value.elements());
        float[] drawn = new float[perSample ? o.batch : o.batch * perImage];
        new DropoutMask(rate, seed).fill(drawn, drawn.length, o.step, 0);
        double[] mask = new double[o.batch * perImage];
        Arrays.setAll(mask, i -> drawn[perSample ? i / perImage : i]);
        return mask;
    }

    private static void concatenate(Operands o) {
        int whole = Math.toIntExact(o.output(0).elements());
        int from = 0;
        for (int n = 0; n < o.inputs(); n++) {
            int part = Math.toIntExact(o.input(n).elements());
            for (int image = 0; image < o.batch; image++) {
                System.arraycopy(o.in(n), image * part, o.out(0), image * whole + from, part);
            }
            from += part;
        }
    }

    /** What is done with a place within margins. */
    interface Within {
        void at(int outer, int inner);
    }

    static void within(Value outer, Value inner, Margins margins, int batch, Within action) {
        WindowLoop.positions(inner, batch, (plane, at, row, column) -> {
            int place = (row + margins.top()) * outer.width() + column + margins.left();
            action.at(plane * Operands.area(outer) + place, plane * Operands.area(inner) + at);
        });
    }

    /** Index in the map of a number of the vector. */
    static int flattened(boolean channelsLast, Value map, int index) {
        if (!channelsLast) {
            return index;
        }
        int perImage = Math.toIntExact(map.elements());
        int within = index % perImage;
        int channel = within % map.channels();
        return index - within + channel * Operands.area(map) + within / map.channels();
    }

    private static void softmax(double[] x, double[] y, int classes) {
        for (int row = 0; row < x.length; row += classes) {
            double[] p = probabilities(x, row, classes);
            System.arraycopy(p, 0, y, row, classes);
        }
    }

    static double[] probabilities(double[] logits, int from, int classes) {
        double[] p = Arrays.copyOfRange(logits, from, from + classes);
        double largest = Arrays.stream(p).max().orElseThrow();
        double sum = Arrays.stream(p).map(z -> Math.exp(z - largest)).sum();
        Arrays.setAll(p, c -> Math.exp(p[c] - largest) / sum);
        return p;
    }

    private static void losses(Operands o) {
        int classes = o.input(0).channels();
        for (int i = 0; i < o.in(0).length; i++) {
            double probability = probabilities(o.in(0), i / classes * classes, classes)[i % classes];
            double label = o.in(1)[i];
            o.out(0)[i / classes] -= label == 0 ? 0 : o.in(2)[i / classes] * label * Math.log(probability);
        }
    }
}
