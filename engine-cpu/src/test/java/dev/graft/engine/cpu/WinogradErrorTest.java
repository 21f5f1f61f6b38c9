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
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How far tiles are from float64, beside oneDNN's own convolutions, layer by layer. Both errors are roundings of single
 * precision; the algorithm's sums of large numbers of different signs add to them (Barabasz and others, Error Analysis and
 * Improving the Accuracy of Winograd Convolution for Deep Neural Networks, 2020): sums are 4.8 times as large as what they
 * come to with these points, which are within a hundredth of the best there are.
 */
class WinogradErrorTest {
    /** What may be more than was found. */
    private static final double MARGIN = 1.25;

    private static final int SAMPLE = 1500;

    /** Of all layers of a trained network. */
    private static final Times TRAINED = new Times(1.1, 2.0, 1.3);

    /** Tiles' errors in units of oneDNN's, root mean squares, as they were found. */
    private record Times(double y, double dx, double dKernel) {}

    /** Kernels by He. Where oneDNN sums along rows and channels in blocks of 16, it has few roundings to begin with. */
    @ParameterizedTest
    @CsvSource({
        "CHANNELS_LAST, 1, 64, 64, 32, 2.2, 1.9, 2.5",
        "CHANNELS_LAST, 2, 64, 64, 112, 2.3, 1.9, 1.6",
        "CHANNELS_LAST, 8, 128, 128, 28, 1.9, 1.6, 2.3",
        "CHANNELS_LAST, 16, 256, 256, 14, 2.1, 1.6, 2.1",
        "CHANNELS_LAST, 4, 512, 512, 14, 2.2, 1.7, 2.7",
        "BLOCKS_OF_16, 2, 64, 64, 112, 4.4, 3.8, 0.4",
        "BLOCKS_OF_16, 8, 128, 128, 28, 5.2, 4.8, 0.8",
        "BLOCKS_OF_16, 4, 512, 512, 14, 9.8, 8.5, 1.0"
    })
    void withRandomKernels(
            MapFormat format, int images, int in, int out, int side, double y, double dx, double dKernel) {
        ConvolutionCase of = ConvolutionCase.same(images, in, out, side);
        assertExact("random", format, of, of.numbers(7), new Times(y, dx, dKernel));
    }

    /** A network like VGG's, but with three stages. */
    record Stages() implements Backbone {
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
    @EnabledIfSystemProperty(named = "graft.thorough", matches = "true", disabledReason = "minutes of processor time")
    void withTrainedKernels() {
        int size = 96;
        int images = 16;
        TransferModel model = TestModels.builder(new Stages()).size(size).build();
        double first = train(model, size, 1);
        double last = train(model, size, 300);
        assertThat(last).as("loss after training").isLessThan(0.8 * first);
        Engine direct = new CpuEngine(new EngineOptions(2));
        String[] from = {"a0", "pool0", "a1", "pool1", "a2"};
        String[] layers = {"b0", "a1", "b1", "a2", "b2"};
        for (int i = 0; i < layers.length; i++) {
            float[] maps;
            long[] shape;
            try (InferenceSession session = direct.inference(model.graph(), List.of(from[i]))) {
                INDArray found = session.run(pictures(images, size, 5))[0];
                maps = found.dup('c').data().asFloat();
                shape = found.shape();
            }
            float[] kernel = floats(model.graph().getLayer(layers[i]).getParam("W"));
            float[] bias = floats(model.graph().getLayer(layers[i]).getParam("b"));
            ConvolutionCase of = ConvolutionCase.same(images, (int) shape[1], bias.length, (int) shape[2]);
            Numbers noise = of.numbers(3);
            Numbers numbers = new Numbers(maps, kernel, bias, noise.addend(), noise.dy());
            assertExact(layers[i], MapFormat.CHANNELS_LAST, of, numbers, TRAINED);
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
    static INDArray pictures(int count, int size, long seed) {
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

    private static void assertExact(String name, MapFormat format, ConvolutionCase of, Numbers numbers, Times times) {
        ConvolutionSample sample = ConvolutionSample.random(of, numbers, SAMPLE, 1);
        Results direct = of.run(numbers, format, WinogradTest.nothing(1), true);
        Results tiles = of.run(numbers, format, WinogradTest.everything(1), true);
        compare(name + " y", sample.exactResults(), sample.results(direct), sample.results(tiles), times.y);
        compare(
                name + " dx",
                sample.exactInputGradients(),
                sample.inputGradients(direct),
                sample.inputGradients(tiles),
                times.dx);
        compare(
                name + " dkernel",
                sample.exactKernelGradients(),
                sample.kernelGradients(direct),
                sample.kernelGradients(tiles),
                times.dKernel);
    }

    private static void compare(String what, double[] exact, float[] direct, float[] tiles, double times) {
        double[] of = errors(exact, direct);
        double[] found = errors(exact, tiles);
        assertThat(found[0])
                .as("%s, root mean square", what)
                .isLessThan(MARGIN * times * of[0])
                .isLessThan(3e-6);
        assertThat(found[1]).as("%s, largest", what).isLessThan(5e-5);
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
