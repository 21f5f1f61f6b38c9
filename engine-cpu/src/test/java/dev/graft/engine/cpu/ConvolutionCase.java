package dev.graft.engine.cpu;

import dev.graft.engine.Precision;
import dev.graft.engine.compiled.StepObserver;
import dev.graft.engine.program.Backward;
import dev.graft.engine.program.Extent;
import dev.graft.engine.program.Forward;
import dev.graft.engine.program.Instruction;
import dev.graft.engine.program.Margins;
import dev.graft.engine.program.Parameter;
import dev.graft.engine.program.ParameterSource;
import dev.graft.engine.program.PostOperation;
import dev.graft.engine.program.Program;
import dev.graft.engine.program.StoredParameter;
import dev.graft.engine.program.Value;
import dev.graft.engine.program.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One convolution of 3 x 3 with its gradients, as a program of its own.
 *
 * @param batch images
 * @param in channels that enter
 * @param out channels that come out
 * @param height rows of the input
 * @param width columns of the input
 * @param padding around it
 * @param bias whether there is one
 * @param operations fused into it; only without gradients
 */
record ConvolutionCase(
        int batch,
        int in,
        int out,
        int height,
        int width,
        Margins padding,
        boolean bias,
        List<PostOperation> operations) {
    /** With padding that keeps the size, and a bias. */
    static ConvolutionCase same(int batch, int in, int out, int side) {
        return new ConvolutionCase(batch, in, out, side, side, new Margins(1, 1, 1, 1), true, List.of());
    }

    /**
     * What goes in.
     *
     * @param x input maps, {@code [batch, in, height, width]}
     * @param kernel {@code [out, in, 3, 3]}
     * @param bias {@code [out]}
     * @param addend as results
     * @param dy gradient of results
     */
    record Numbers(float[] x, float[] kernel, float[] bias, float[] addend, float[] dy) {
        /** With larger inputs, so that some results are above every bound. */
        Numbers times(float factor) {
            float[] larger = x.clone();
            for (int i = 0; i < larger.length; i++) {
                larger[i] *= factor;
            }
            return new Numbers(larger, kernel, bias, addend, dy);
        }

        /** Of the first image alone. */
        Numbers first(int batch) {
            return new Numbers(
                    Arrays.copyOf(x, x.length / batch),
                    kernel,
                    bias,
                    Arrays.copyOf(addend, addend.length / batch),
                    Arrays.copyOf(dy, dy.length / batch));
        }
    }

    /**
     * What comes out.
     *
     * @param y results
     * @param dx gradient of the input; empty without gradients, as those that follow
     * @param kernel its gradient
     * @param bias its gradient; empty if there is none
     */
    record Results(float[] y, float[] dx, float[] kernel, float[] bias) {}

    Window window() {
        return new Window(new Extent(3, 3), new Extent(1, 1), padding);
    }

    int outHeight() {
        return window().outputHeight(height);
    }

    int outWidth() {
        return window().outputWidth(width);
    }

    /** Noise, kernels by He. */
    Numbers numbers(long seed) {
        Random random = new Random(seed);
        int results = batch * out * outHeight() * outWidth();
        return new Numbers(
                noise(random, batch * in * height * width, 1, true),
                noise(random, out * in * 9, Math.sqrt(2.0 / (9 * in)), false),
                noise(random, out, 0.1, false),
                noise(random, results, 1, false),
                noise(random, results, 1, false));
    }

    private static float[] noise(Random random, int count, double deviation, boolean positive) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            double value = random.nextGaussian() * deviation;
            values[i] = (float) (positive ? Math.max(0, value) : value);
        }
        return values;
    }

    // ---- the program

    private static final Value.Kind PARAMETER = Value.Kind.PARAMETER;

    private Value x() {
        return new Value(0, "x", Value.Kind.INPUT, List.of(in, height, width));
    }

    private Value dy() {
        return new Value(1, "dy", Value.Kind.INPUT, List.of(out, outHeight(), outWidth()));
    }

    private static Value of(int id, String name, Value.Kind kind, Integer... dimensions) {
        return new Value(id, name, kind, List.of(dimensions));
    }

    private Program program(boolean gradients) {
        Value x = x();
        Value dy = dy();
        Value kernel = of(2, "kernel", PARAMETER, out, in, 3, 3);
        Value offset = of(3, "bias", PARAMETER, out);
        Value y = of(4, "y", Value.Kind.ACTIVATION, out, outHeight(), outWidth());
        Value dx = of(5, "dx", Value.Kind.GRADIENT, in, height, width);
        Value dKernel = of(6, "dkernel", Value.Kind.PARAMETER_GRADIENT, out, in, 3, 3);
        Value dBias = of(7, "dbias", Value.Kind.PARAMETER_GRADIENT, out);
        List<Value> inputs = new ArrayList<>(List.of(x, kernel));
        List<Parameter> parameters = new ArrayList<>();
        Parameter.Role role = gradients ? Parameter.Role.LEARNS : Parameter.Role.FIXED;
        parameters.add(new Parameter(kernel, role, source(kernel)));
        List<Value> given = new ArrayList<>(List.of(dKernel));
        if (bias) {
            inputs.add(offset);
            parameters.add(new Parameter(offset, role, source(offset)));
            given.add(dBias);
        }
        operations.stream().filter(PostOperation.Add.class::isInstance).forEach(add -> inputs.add(dy));
        List<Instruction> all = new ArrayList<>();
        all.add(Instruction.of(
                new Forward.Convolution(window(), false, bias, operations), inputs, List.of(y), "layer"));
        Map<Value, Value> learned = new HashMap<>();
        if (gradients) {
            all.add(new Instruction(
                    new Backward.ConvolutionDataGradient(window(), false),
                    List.of(dy, kernel),
                    List.of(dx),
                    "layer",
                    Optional.of(y)));
            all.add(new Instruction(
                    new Backward.ConvolutionWeightsGradient(window(), false, bias),
                    List.of(x, dy),
                    given,
                    "layer",
                    Optional.of(y)));
            learned.put(kernel, dKernel);
            if (bias) {
                learned.put(offset, dBias);
            }
        }
        return new Program(List.of(x, dy), parameters, all, gradients ? List.of(y, dx) : List.of(y), learned);
    }

    private static ParameterSource source(Value value) {
        return new StoredParameter(value.name(), "W", StoredParameter.Layout.PLAIN);
    }

    // ---- runs

    /** A compiled case that can run again and again. */
    final class Running implements AutoCloseable {
        private final OneDnn dnn = new OneDnn();
        private final OpenMpThreads threads;
        private final Memory memory;
        private final Plan plan;
        private final boolean gradients;
        private final INDArray[] inputs;
        private final INDArray[] outputs;

        Running(Numbers numbers, MapFormat format, Winograd winograd, boolean gradients, StepObserver observer) {
            this.gradients = gradients;
            this.memory = new Memory(dnn, numbers);
            this.threads = new OpenMpThreads(winograd.workers().count());
            threads.apply();
            this.plan = new Compiler(dnn, winograd, observer, threads)
                    .compile(program(gradients), batch, format, Precision.F32, memory);
            boolean adds = operations.stream().anyMatch(PostOperation.Add.class::isInstance);
            this.inputs = new INDArray[] {
                array(numbers.x(), batch, in, height, width),
                array(adds ? numbers.addend() : numbers.dy(), batch, out, outHeight(), outWidth())
            };
            this.outputs = plan.results();
        }

        Plan plan() {
            return plan;
        }

        void run() {
            threads.apply();
            plan.run(new Batch(), inputs, outputs);
        }

        Results results() {
            float[] none = {};
            return new Results(
                    outputs[0].dup('c').data().asFloat(),
                    gradients ? outputs[1].dup('c').data().asFloat() : none,
                    gradients ? memory.gradient("kernel") : none,
                    gradients && bias ? memory.gradient("bias") : none);
        }

        @Override
        public void close() {
            plan.close();
            memory.close();
        }
    }

    /** Compiles and runs once. */
    Results run(Numbers numbers, MapFormat format, Winograd winograd, boolean gradients) {
        try (Running running = new Running(numbers, format, winograd, gradients, StepObserver.NONE)) {
            running.run();
            return running.results();
        }
    }

    private static INDArray array(float[] values, long... shape) {
        return Nd4j.createFromArray(values).reshape('c', shape);
    }

    /** Parameters where tests put them. */
    private static final class Memory implements ParameterMemory, AutoCloseable {
        private final Constants constants;
        private final Map<String, float[]> values;
        private final Map<String, NativeMemory> current = new HashMap<>();
        private final Map<String, NativeMemory> gradients = new HashMap<>();

        Memory(OneDnn dnn, Numbers numbers) {
            this.values = Map.of("kernel", numbers.kernel(), "bias", numbers.bias());
            this.constants = new Constants(
                    dnn, new SharedKernels(dnn), source -> values.get(((StoredParameter) source).layer()));
            values.forEach((name, floats) -> {
                NativeMemory memory = new NativeMemory((long) floats.length * Float.BYTES);
                memory.floats(0, floats.length).put(floats, 0, floats.length);
                current.put(name, memory);
                gradients.put(name, new NativeMemory((long) floats.length * Float.BYTES));
            });
        }

        float[] gradient(String name) {
            float[] found = new float[values.get(name).length];
            gradients.get(name).floats(0, found.length).get(found, 0, found.length);
            return found;
        }

        @Override
        public boolean isConstant(Parameter parameter) {
            return parameter.role() == Parameter.Role.FIXED;
        }

        @Override
        public Slot constant(Parameter parameter, KernelForm form, memory.desc plain, memory.desc wanted) {
            return constants.get(parameter, form, plain, wanted);
        }

        @Override
        public Slot current(Parameter parameter, memory.desc plain) {
            String name = parameter.value().name();
            return Slot.at(name, plain, current.get(name).at(0));
        }

        @Override
        public Slot gradient(Parameter parameter, memory.desc plain) {
            String name = parameter.value().name();
            return Slot.at(name, plain, gradients.get(name).at(0));
        }

        @Override
        public void close() {
            constants.close();
            current.values().forEach(NativeMemory::close);
            gradients.values().forEach(NativeMemory::close);
        }
    }

    // ---- what is to come out

    /** All of it in double precision, from the definition. */
    double[][] exact(Numbers numbers, boolean gradients) {
        double[] y = new double[batch * out * outHeight() * outWidth()];
        double[] dx = new double[numbers.x().length];
        double[] dKernel = new double[numbers.kernel().length];
        double[] dBias = new double[out];
        IntStream.range(0, batch * out).forEach(plane -> {
            int image = plane / out;
            int o = plane % out;
            for (int row = 0; row < outHeight(); row++) {
                for (int column = 0; column < outWidth(); column++) {
                    int at = (plane * outHeight() + row) * outWidth() + column;
                    double sum = bias ? numbers.bias()[o] : 0;
                    double dy = gradients ? numbers.dy()[at] : 0;
                    dBias[o] += dy;
                    for (int k = 0; k < 9; k++) {
                        int i = row + k / 3 - padding.top();
                        int j = column + k % 3 - padding.left();
                        if (i < 0 || j < 0 || i >= height || j >= width) {
                            continue;
                        }
                        for (int c = 0; c < in; c++) {
                            int from = ((image * in + c) * height + i) * width + j;
                            int weight = (o * in + c) * 9 + k;
                            sum += (double) numbers.x()[from] * numbers.kernel()[weight];
                            if (gradients) {
                                dx[from] += dy * numbers.kernel()[weight];
                                dKernel[weight] += dy * numbers.x()[from];
                            }
                        }
                    }
                    for (PostOperation operation : operations) {
                        sum = operation instanceof PostOperation.Activate activate
                                ? activate(activate, sum)
                                : sum + numbers.addend()[at];
                    }
                    y[at] = sum;
                }
            }
        });
        return new double[][] {y, dx, dKernel, dBias};
    }

    private static double activate(PostOperation.Activate activate, double value) {
        return switch (activate.function()) {
            case RELU -> Math.max(0, value);
            case RELU6 -> Math.min(6, Math.max(0, value));
            default -> throw new IllegalArgumentException(activate.toString());
        };
    }
}
