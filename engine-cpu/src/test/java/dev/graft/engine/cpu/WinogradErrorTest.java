package dev.graft.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneSpec;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.TrainingSession;
import dev.graft.engine.cpu.ConvolutionCase.Numbers;
import dev.graft.engine.cpu.ConvolutionCase.Results;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.graph.LayerGraph;
import dev.graft.graph.Padding;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import dev.graft.preprocess.Preprocessing;
import dev.graft.testkit.model.TestModels;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How far tiles are from float64, beside oneDNN's own convolutions with channels last. Both errors are roundings of single
 * precision; the algorithm's sums of large numbers of different signs add to them (Barabasz and others, Error Analysis and
 * Improving the Accuracy of Winograd Convolution for Deep Neural Networks, 2020).
 */
class WinogradErrorTest {
    /** Limits of root mean squares and of maxima, a third above what was found: for results 2.5 with random kernels, 1.1 with trained ones. */
    private static final double RANDOM = 3.3;

    private static final double TRAINED = 1.5;
    /** 2.5 in both. */
    private static final double DATA_GRADIENT = 3.3;
    /** 5.5 with random kernels: each is a sum of few tiles here, and oneDNN's errors are smaller than elsewhere. */
    private static final double KERNEL_GRADIENT = 7.3;

    @ParameterizedTest
    @CsvSource({"32, 64, 32", "64, 64, 32", "128, 128, 24", "256, 256, 16", "512, 512, 12"})
    void withRandomKernels(int in, int out, int side) {
        ConvolutionCase of = ConvolutionCase.same(1, in, out, side);
        assertExact("random", of, of.numbers(7), RANDOM);
    }

    /** A network like VGG's, but with three stages. */
    private record Stages() implements Backbone {
        @Override
        public BackboneSpec spec() {
            return new BackboneSpec(
                    "stages", "Stages", 48, 16, Preprocessing.TF, 128, 8, 259584, List.of(), "for tests");
        }

        @Override
        public void addTo(LayerGraph graph) {
            String x = graph.input("input_layer");
            int[] channels = {32, 64, 128};
            for (int stage = 0; stage < channels.length; stage++) {
                for (String part : List.of("a", "b")) {
                    x = graph.convolution(part + stage, x, channels[stage], 3, 1, Padding.SAME, Activation.RELU);
                }
                x = graph.maxPooling("pool" + stage, x, 2, 2, Padding.VALID);
            }
        }
    }

    @Test
    void withTrainedKernels() {
        int size = 48;
        TransferModel model = TestModels.builder(new Stages()).size(size).build();
        double first = train(model, size, 1);
        double last = train(model, size, 30);
        assertThat(last).as("loss after training").isLessThan(0.8 * first);
        Engine direct = new CpuEngine(new EngineOptions(2));
        String[] from = {"a0", "pool0", "a1", "pool1", "a2"};
        String[] layers = {"b0", "a1", "b1", "a2", "b2"};
        for (int i = 0; i < layers.length; i++) {
            float[] maps;
            long[] shape;
            try (InferenceSession session = direct.inference(model.graph(), List.of(from[i]))) {
                INDArray found = session.run(pictures(1, size, 5))[0];
                maps = found.dup('c').data().asFloat();
                shape = found.shape();
            }
            float[] kernel = floats(model.graph().getLayer(layers[i]).getParam("W"));
            float[] bias = floats(model.graph().getLayer(layers[i]).getParam("b"));
            ConvolutionCase of = ConvolutionCase.same(1, (int) shape[1], bias.length, (int) shape[2]);
            Numbers noise = of.numbers(3);
            assertExact(layers[i], of, new Numbers(maps, kernel, bias, noise.addend(), noise.dy()), TRAINED);
        }
    }

    private static float[] floats(INDArray values) {
        return values.dup('c').data().asFloat();
    }

    private static double train(TransferModel model, int size, int steps) {
        ResolvedFreeze all = model.resolve(FreezePolicy.allTrainable());
        FrozenPrefix prefix = model.frozenPrefix(all);
        double loss = 0;
        try (TrainingSession session = new CpuEngine(new EngineOptions(2))
                .training(model.graph(), prefix, all, model.headLayers(), Optimizer.adam(1e-3))) {
            for (int step = 0; step < steps; step++) {
                INDArray labels = TestModels.labels(8, 2);
                loss = session.step(new INDArray[] {pictures(8, size, step)}, labels)
                        .loss();
            }
            session.writeBack();
        }
        return loss;
    }

    /** Discs in noise: bright ones of one class, dark ones of the other. */
    private static INDArray pictures(int count, int size, long seed) {
        Random random = new Random(seed);
        INDArray labels = TestModels.labels(count, 2);
        float[] values = new float[count * 3 * size * size];
        for (int image = 0; image < count; image++) {
            int centre = size / 3 + random.nextInt(size / 3);
            for (int i = 0; i < 3 * size * size; i++) {
                int row = i / size % size - centre;
                int column = i % size - centre;
                double disc = row * row + column * column < 60 ? 1.0 : 0.2;
                double sign = labels.getDouble(image, 0) > 0.5 ? 1 : -1;
                values[image * 3 * size * size + i] = (float) (sign * disc * 0.5 + 0.2 * random.nextGaussian());
            }
        }
        return Nd4j.createFromArray(values).reshape('c', count, 3, size, size);
    }

    private static void assertExact(String name, ConvolutionCase of, Numbers numbers, double times) {
        double[][] exact = of.exact(numbers, true);
        Results direct = of.run(numbers, MapFormat.CHANNELS_LAST, WinogradTest.nothing(1), true);
        Results tiles = of.run(numbers, MapFormat.CHANNELS_LAST, WinogradTest.everything(1), true);
        compare(name + " y", exact[0], direct.y(), tiles.y(), times);
        compare(name + " dx", exact[1], direct.dx(), tiles.dx(), DATA_GRADIENT);
        compare(name + " dkernel", exact[2], direct.kernel(), tiles.kernel(), KERNEL_GRADIENT);
    }

    private static void compare(String what, double[] exact, float[] direct, float[] tiles, double times) {
        double[] of = errors(exact, direct);
        double[] found = errors(exact, tiles);
        assertThat(found[0])
                .as("%s, root mean square", what)
                .isLessThan(times * of[0])
                .isLessThan(3e-6);
        assertThat(found[1]).as("%s, largest", what).isLessThan(times * of[1]).isLessThan(5e-5);
    }

    /** Root mean square and maximum, in units of the exact values' root mean square. */
    private static double[] errors(double[] exact, float[] found) {
        double sum = 0;
        double largest = 0;
        for (int i = 0; i < exact.length; i++) {
            double difference = Math.abs(exact[i] - found[i]);
            sum += difference * difference;
            largest = Math.max(largest, difference);
        }
        double scale = WinogradTest.rms(exact);
        return new double[] {Math.sqrt(sum / exact.length) / scale, largest / scale};
    }
}
