package dev.graft.engine.cuda;

import dev.graft.engine.cuda.KernelCase.Numbers;
import dev.graft.engine.program.Backward;
import dev.graft.engine.program.Extent;
import dev.graft.engine.program.Forward;
import dev.graft.engine.program.Function;
import dev.graft.engine.program.Margins;
import dev.graft.engine.program.Operation;
import dev.graft.engine.program.PostOperation;
import dev.graft.engine.program.Value;
import dev.graft.engine.program.Value.Kind;
import dev.graft.engine.program.Window;
import dev.graft.preprocess.Preprocessing;
import dev.graft.testkit.Effort;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Instructions of odd sizes that together launch every kernel of a program. */
final class KernelCases {
    private static final Extent ONE = new Extent(1, 1);
    private static final Window POINT = new Window(ONE, ONE, Margins.NONE);

    static final List<Window> WINDOWS = List.of(
            new Window(new Extent(3, 3), ONE, new Margins(1, 1, 1, 1)),
            new Window(new Extent(3, 3), new Extent(2, 2), new Margins(0, 1, 0, 1)),
            new Window(new Extent(2, 3), new Extent(1, 2), Margins.NONE),
            new Window(new Extent(5, 7), new Extent(3, 2), new Margins(2, 1, 1, 4)),
            new Window(ONE, new Extent(2, 2), Margins.NONE));

    private KernelCases() {}

    /** Sizes of a batch of maps. */
    record Size(int batch, int channels, int height, int width) {
        @Override
        public String toString() {
            return batch + "x" + channels + "x" + height + "x" + width;
        }
    }

    /** Rows for several blocks of a reduction, tiles of channels, few channels, one position. */
    static final List<Size> SIZES = List.of(
            new Size(3, 1, 33, 17),
            new Size(2, 3, 9, 8),
            new Size(2, 5, 37, 29),
            new Size(3, 33, 7, 5),
            new Size(1, 64, 9, 11),
            new Size(2, 67, 17, 16));

    static Stream<KernelCase> all() {
        List<KernelCase> cases = new ArrayList<>();
        SIZES.forEach(size -> cases.addAll(ofMaps(size)));
        for (int i = 0; i < WINDOWS.size(); i++) {
            for (int s = i; s < i + Effort.of(1, 3); s++) {
                Size size = SIZES.get(s % SIZES.size());
                cases.addAll(ofWindows(size, WINDOWS.get(i)));
            }
        }
        for (Preprocessing preprocessing : Preprocessing.values()) {
            cases.add(images(preprocessing));
        }
        // Rows of several blocks.
        cases.add(depthwiseKernelGradient(new Size(2, 33, 263, 4), WINDOWS.get(0)));
        cases.add(depthwiseKernelGradient(new Size(1, 5, 523, 9), WINDOWS.get(3)));
        for (int classes : new int[] {2, 5, 33}) {
            cases.addAll(ofVectors(7, classes));
        }
        cases.addAll(ofVectors(300, 3));
        return cases.stream();
    }

    /** Of two blocks of threads. */
    static KernelCase images(Preprocessing preprocessing) {
        return new KernelCase("images " + preprocessing, new Forward.Flatten(false), 3)
                .images(preprocessing, 9, 11)
                .gives(3 * 9 * 11);
    }

    private static int[] map(Size s) {
        return new int[] {s.channels, s.height, s.width};
    }

    private static KernelCase on(String name, Size size, Operation operation) {
        return new KernelCase(name + " " + size, operation, size.batch);
    }

    // ---- maps as a whole

    static List<KernelCase> ofMaps(Size s) {
        List<KernelCase> cases = new ArrayList<>();
        int c = s.channels;
        int[] m = map(s);
        for (Function function : Function.values()) {
            cases.add(on("activate " + function, s, new Forward.Activate(function))
                    .with(m)
                    .gives(m));
            cases.add(activationGradient(s, function));
        }
        cases.addAll(normalizations(s));
        cases.addAll(fused(s));
        cases.addAll(sums(s));
        cases.addAll(shapes(s));
        cases.add(on("scale", s, new Forward.ScaleAndShift())
                .with(m)
                .parameter(c)
                .parameter(c)
                .gives(m));
        cases.add(on("scale gradient", s, new Backward.ScaleAndShiftGradient())
                .with(m)
                .parameter(c)
                .gives(m));
        cases.add(
                on("multiply", s, new Forward.Multiply()).with(m).with(c, 1, 1).gives(m));
        cases.add(on("multiply map gradient", s, new Backward.MultiplyMapGradient())
                .with(c, 1, 1)
                .with(m)
                .gives(m));
        cases.add(on("multiply gate gradient", s, new Backward.MultiplyGateGradient())
                .with(m)
                .with(m)
                .gives(c, 1, 1));
        for (boolean perSample : new boolean[] {false, true}) {
            String kind = perSample ? " per sample" : "";
            cases.add(on("dropout" + kind, s, new Forward.Dropout(0.4, 77, perSample))
                    .with(m)
                    .gives(m));
            cases.add(on("dropout gradient" + kind, s, new Backward.DropoutGradient(0.4, -77, perSample))
                    .with(m)
                    .gives(m));
        }
        for (int[] result : new int[][] {{c}, {c, 1, 1}}) {
            String to = result.length == 1 ? " to vector" : " to map";
            cases.add(on("global average" + to, s, new Forward.GlobalAveragePooling())
                    .with(m)
                    .gives(result));
            cases.add(on("global maximum" + to, s, new Forward.GlobalMaxPooling())
                    .with(m)
                    .gives(result));
            cases.add(on("global average gradient" + to, s, new Backward.GlobalAveragePoolingGradient())
                    .with(result)
                    .gives(m));
            cases.add(on("global maximum gradient" + to, s, new Backward.GlobalMaxPoolingGradient())
                    .with(KernelCase.WHOLE, Kind.ACTIVATION, m)
                    .with(result)
                    .gives(m));
        }
        return cases;
    }

    private static KernelCase activationGradient(Size s, Function function) {
        boolean fromResult = function.derivativeFromResult();
        Numbers results = random -> {
            float x = (float) random.nextGaussian();
            return switch (function) {
                case RELU -> Math.max(x, 0);
                case RELU6 -> Math.min(Math.max(4 * x, 0), 6);
                case SIGMOID, TANH -> random.nextFloat();
                case SWISH -> x;
            };
        };
        return on("activation gradient " + function, s, new Backward.ActivationGradient(function, fromResult))
                .with(results, Kind.ACTIVATION, map(s))
                .with(map(s))
                .gives(map(s));
    }

    private static List<KernelCase> normalizations(Size s) {
        List<KernelCase> cases = new ArrayList<>();
        int c = s.channels;
        int[] m = map(s);
        for (boolean scale : new boolean[] {true, false}) {
            boolean relu = scale == (c % 2 == 0);
            String kind = (scale ? " with gamma" : "") + (relu ? " and ReLU" : "");
            KernelCase byBatch = on("batch normalization" + kind, s, new Forward.BatchNormalization(1e-3, scale, relu))
                    .with(m);
            KernelCase byRunning = on(
                            "running normalization" + kind, s, new Forward.RunningNormalization(1e-3, scale, relu))
                    .with(m);
            if (scale) {
                byBatch.parameter(c);
                byRunning.parameter(c);
            }
            cases.add(byBatch.parameter(c)
                    .gives(m)
                    .gives(Kind.BATCH_STATISTICS, c)
                    .gives(Kind.BATCH_STATISTICS, c));
            cases.add(byRunning
                    .parameter(c)
                    .with(KernelCase.NORMAL, Kind.STATISTICS, c)
                    .with(KernelCase.POSITIVE, Kind.STATISTICS, c)
                    .gives(m));
            cases.add(gradient(
                    "batch normalization gradient" + kind,
                    s,
                    new Backward.BatchNormalizationGradient(1e-3, scale, relu),
                    true,
                    scale,
                    relu,
                    true));
            for (boolean data : new boolean[] {true, false}) {
                cases.add(gradient(
                        "running normalization gradient" + kind + (data ? " of data" : ""),
                        s,
                        new Backward.RunningNormalizationGradient(1e-3, scale, relu, data),
                        false,
                        scale,
                        relu,
                        data));
            }
        }
        return cases;
    }

    /** Two instructions that share a launch. */
    private static List<KernelCase> fused(Size s) {
        int c = s.channels;
        int[] m = map(s);
        // A derivative of 0 or 1: what the convolution reads is exact in bfloat16, too.
        KernelCase bias = on(
                        "activation gradient and bias", s, new Backward.ConvolutionWeightsGradient(POINT, false, true))
                .with(m)
                .with(m)
                .with(m);
        List<Value> given = bias.inputs();
        Value d = bias.made(Kind.GRADIENT, m);
        bias.after(
                new Backward.ActivationGradient(Function.RELU, true),
                given.subList(0, 2),
                List.of(d),
                List.of(given.get(2), d));
        KernelCase swish = on("running normalization, swish", s, new Forward.Activate(Function.SWISH))
                .with(m)
                .parameter(c)
                .with(KernelCase.NORMAL, Kind.STATISTICS, c)
                .with(KernelCase.POSITIVE, Kind.STATISTICS, c);
        Value y = swish.made(Kind.ACTIVATION, m);
        swish.after(new Forward.RunningNormalization(1e-3, false, false), swish.inputs(), List.of(y), List.of(y));
        KernelCase sum = on("average gradient added", s, new Backward.Accumulate())
                .with(c)
                .with(m);
        Value g = sum.made(Kind.GRADIENT, m);
        List<Value> parts = sum.inputs();
        sum.after(
                new Backward.GlobalAveragePoolingGradient(), parts.subList(0, 1), List.of(g), List.of(parts.get(1), g));
        return List.of(
                bias.gives(Kind.PARAMETER_GRADIENT, c, c, 1, 1).gives(Kind.PARAMETER_GRADIENT, c),
                swish.gives(m),
                sum.gives(m));
    }

    /** With the normalization in front, whose parameters it reads again. */
    static KernelCase gradient(
            String name, Size s, Operation operation, boolean byBatch, boolean scale, boolean relu, boolean data) {
        int c = s.channels;
        KernelCase made = on(name, s, operation).with(map(s)).with(map(s));
        if (scale) {
            made.parameter(c);
        }
        made.parameter(c);
        List<Value> affine = made.inputs().subList(2, made.inputs().size());
        Value x = made.inputs().get(0);
        Value y = made.made(Kind.ACTIVATION, map(s));
        List<Value> statistics;
        List<Value> reads = new ArrayList<>(List.of(x));
        reads.addAll(affine);
        List<Value> writes = new ArrayList<>(List.of(y));
        if (byBatch) {
            statistics = List.of(made.made(Kind.BATCH_STATISTICS, c), made.made(Kind.BATCH_STATISTICS, c));
            writes.addAll(statistics);
        } else {
            made.with(KernelCase.NORMAL, Kind.STATISTICS, c).with(KernelCase.POSITIVE, Kind.STATISTICS, c);
            statistics = made.inputs()
                    .subList(made.inputs().size() - 2, made.inputs().size());
            reads.addAll(statistics);
        }
        List<Value> operands = new ArrayList<>(List.of(x, made.inputs().get(1)));
        operands.addAll(statistics);
        if (scale) {
            operands.add(affine.get(0));
        }
        if (relu) {
            operands.add(y);
        }
        Operation before = byBatch
                ? new Forward.BatchNormalization(1e-3, scale, relu)
                : new Forward.RunningNormalization(1e-3, scale, relu);
        made.after(before, reads, writes, operands);
        if (data) {
            made.gives(map(s));
        }
        if (scale) {
            made.gives(Kind.PARAMETER_GRADIENT, c);
        }
        return made.gives(Kind.PARAMETER_GRADIENT, c);
    }

    private static List<KernelCase> sums(Size s) {
        int[] m = map(s);
        PostOperation add = new PostOperation.Add();
        PostOperation swish = new PostOperation.Activate(Function.SWISH);
        PostOperation relu = new PostOperation.Activate(Function.RELU6);
        List<KernelCase> cases = new ArrayList<>(List.of(
                on("add", s, new Forward.Add(List.of())).with(m).with(m).gives(m),
                on("add, swish", s, new Forward.Add(List.of(swish)))
                        .with(m)
                        .with(m)
                        .gives(m),
                // Whole numbers: sums between are exact in bfloat16, too.
                whole(on("add three", s, new Forward.Add(List.of())), m, 3).gives(m),
                whole(on("add, add, relu", s, new Forward.Add(List.of(add, relu))), m, 3)
                        .gives(m),
                whole(on("add, relu, add", s, new Forward.Add(List.of(relu, add))), m, 3)
                        .gives(m),
                on("accumulate", s, new Backward.Accumulate()).with(m).with(m).gives(m),
                whole(on("accumulate four", s, new Backward.Accumulate()), m, 4).gives(m)));
        for (List<PostOperation> operations : List.of(
                List.<PostOperation>of(),
                List.of(swish),
                List.of(add),
                List.of(swish, add),
                List.of(add, relu),
                List.of(relu, add, swish))) {
            cases.add(biased(s, operations));
        }
        return cases;
    }

    private static KernelCase whole(KernelCase made, int[] dimensions, int count) {
        for (int i = 0; i < count; i++) {
            made.with(KernelCase.WHOLE, Kind.ACTIVATION, dimensions);
        }
        return made;
    }

    /** The convolution changes nothing: what follows it is alone. */
    private static KernelCase biased(Size s, List<PostOperation> operations) {
        int c = s.channels;
        KernelCase made = on("bias, " + operations, s, new Forward.Convolution(POINT, false, true, operations))
                .with(map(s))
                .parameter(c, c, 1, 1)
                .changed(kernel -> {
                    for (int i = 0; i < kernel.length; i++) {
                        kernel[i] = i / c == i % c ? 1 : 0;
                    }
                    return kernel;
                })
                .parameter(c);
        if (operations.contains(new PostOperation.Add())) {
            made.with(map(s));
        }
        return made.gives(map(s));
    }

    private static List<KernelCase> shapes(Size s) {
        List<KernelCase> cases = new ArrayList<>();
        int c = s.channels;
        int[] m = map(s);
        int flat = c * s.height * s.width;
        for (boolean last : new boolean[] {false, true}) {
            cases.add(
                    on("flatten " + last, s, new Forward.Flatten(last)).with(m).gives(flat));
            cases.add(on("flatten gradient " + last, s, new Backward.FlattenGradient(last))
                    .with(flat)
                    .gives(m));
        }
        int[] turned = {s.height, s.width, c};
        cases.add(on("reshape", s, new Forward.Reshape()).with(m).gives(turned));
        cases.add(on("reshape to vector", s, new Forward.Reshape()).with(m).gives(flat));
        cases.add(on("reshape gradient", s, new Backward.ReshapeGradient())
                .with(flat)
                .gives(m));
        cases.add(on("concatenate", s, new Forward.Concatenate())
                .with(m)
                .with(3, s.height, s.width)
                .with(9, s.height, s.width)
                .gives(c + 12, s.height, s.width));
        cases.add(on("concatenate gradient", s, new Backward.ConcatenateGradient(3))
                .with(c + 7, s.height, s.width)
                .gives(m));
        Margins margins = new Margins(1, 2, 3, 0);
        int[] padded = {c, s.height + 3, s.width + 3};
        cases.add(on("pad", s, new Forward.Pad(margins)).with(m).gives(padded));
        cases.add(on("pad gradient", s, new Backward.PadGradient(margins))
                .with(padded)
                .gives(m));
        return cases;
    }

    // ---- windows

    static List<KernelCase> ofWindows(Size s, Window w) {
        List<KernelCase> cases = new ArrayList<>();
        int[] m = map(s);
        int[] y = result(s, s.channels, w);
        cases.add(on("max pooling " + w, s, new Forward.MaxPooling(w)).with(m).gives(y));
        cases.add(on("max pooling gradient " + w, s, new Backward.MaxPoolingGradient(w))
                .with(KernelCase.WHOLE, Kind.ACTIVATION, m)
                .with(y)
                .gives(m));
        cases.add(on("average pooling " + w, s, new Forward.AveragePooling(w))
                .with(m)
                .gives(y));
        cases.add(on("average pooling gradient " + w, s, new Backward.AveragePoolingGradient(w))
                .with(y)
                .gives(m));
        int[] kernel = {s.channels, 1, w.kernel().height(), w.kernel().width()};
        cases.add(on("depthwise " + w, s, new Forward.Convolution(w, true, false, List.of()))
                .with(m)
                .parameter(kernel)
                .gives(y));
        cases.add(on("depthwise data gradient " + w, s, new Backward.ConvolutionDataGradient(w, true))
                .with(y)
                .parameter(kernel)
                .gives(m));
        cases.add(depthwiseKernelGradient(s, w));
        int[] out = result(s, 6, w);
        int[] dense = {6, s.channels, w.kernel().height(), w.kernel().width()};
        cases.add(on("convolution " + w, s, new Forward.Convolution(w, false, false, List.of()))
                .with(m)
                .parameter(dense)
                .gives(out));
        cases.add(on("convolution data gradient " + w, s, new Backward.ConvolutionDataGradient(w, false))
                .with(out)
                .parameter(dense)
                .gives(m));
        cases.add(on("convolution kernel gradient " + w, s, new Backward.ConvolutionWeightsGradient(w, false, true))
                .with(m)
                .with(out)
                .gives(Kind.PARAMETER_GRADIENT, dense)
                .gives(Kind.PARAMETER_GRADIENT, 6));
        return cases;
    }

    static KernelCase depthwiseKernelGradient(Size s, Window w) {
        return on("depthwise kernel gradient " + w, s, new Backward.ConvolutionWeightsGradient(w, true, true))
                .with(map(s))
                .with(result(s, s.channels, w))
                .gives(
                        Kind.PARAMETER_GRADIENT,
                        s.channels,
                        1,
                        w.kernel().height(),
                        w.kernel().width())
                .gives(Kind.PARAMETER_GRADIENT, s.channels);
    }

    private static int[] result(Size s, int channels, Window w) {
        return new int[] {channels, w.outputHeight(s.height), w.outputWidth(s.width)};
    }

    // ---- vectors

    private static List<KernelCase> ofVectors(int batch, int n) {
        Size s = new Size(batch, n, 1, 1);
        PostOperation tanh = new PostOperation.Activate(Function.TANH);
        Numbers labels = random -> random.nextInt(3) == 0 ? random.nextFloat() : 0;
        return List.of(
                on("dense", s, new Forward.Dense(true, List.of(tanh)))
                        .with(13)
                        .parameter(n, 13)
                        .parameter(n)
                        .gives(n),
                on("dense data gradient", s, new Backward.DenseDataGradient())
                        .with(n)
                        .parameter(n, 13)
                        .gives(13),
                on("dense kernel gradient", s, new Backward.DenseWeightsGradient(true))
                        .with(13)
                        .with(n)
                        .gives(Kind.PARAMETER_GRADIENT, n, 13)
                        .gives(Kind.PARAMETER_GRADIENT, n),
                on("vector dropout", s, new Forward.Dropout(0.3, 5, false))
                        .with(n)
                        .gives(n),
                on("vector normalization", s, new Forward.BatchNormalization(1e-3, true, false))
                        .with(n)
                        .parameter(n)
                        .parameter(n)
                        .gives(n)
                        .gives(Kind.BATCH_STATISTICS, n)
                        .gives(Kind.BATCH_STATISTICS, n),
                on("two classes", s, new Forward.TwoClassLogits()).with(1).gives(2),
                on("two classes gradient", s, new Backward.TwoClassLogitsGradient())
                        .with(2)
                        .gives(1),
                on("softmax", s, new Forward.Softmax()).with(n).gives(n),
                on("loss", s, new Forward.SoftmaxCrossEntropy())
                        .with(n)
                        .with(labels, Kind.LABELS, n)
                        .with(KernelCase.POSITIVE, Kind.IMAGE_WEIGHTS)
                        .gives(Kind.LOSS),
                on("loss gradient", s, new Backward.LossGradient())
                        .with(n)
                        .with(labels, Kind.LABELS, n)
                        .with(KernelCase.POSITIVE, Kind.IMAGE_WEIGHTS)
                        .gives(n));
    }
}
