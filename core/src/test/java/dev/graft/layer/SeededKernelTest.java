package dev.graft.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.graph.InputShape;
import dev.graft.graph.LayerGraph;
import dev.graft.graph.Padding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Initial values against kernels that real Keras drew for the same layers: {@code initializers.csv}, written by {@code
 * record.py}.
 */
class SeededKernelTest {
    private static final VarianceScaling EFFICIENT_NET =
            new VarianceScaling(2, VarianceScaling.Fan.OUT, VarianceScaling.Distribution.TRUNCATED_NORMAL);

    /** One layer of a row of the reference, initialised. */
    private static ComputationGraph network(CSVRecord row, long seed) {
        int channels = integer(row, "channels");
        GraphBuilder builder = new NeuralNetConfiguration.Builder().seed(seed).graphBuilder();
        boolean dense = row.get("kind").equals("dense");
        LayerGraph graph = new LayerGraph(builder, new InputShape(channels, dense ? 1 : 16, dense ? 1 : 16), seed);
        if (!row.get("initializer").equals("GlorotUniform")) {
            graph.kernelInitializer(EFFICIENT_NET);
        }
        String input = graph.input("input");
        int kernel = integer(row, "kernel");
        int stride = integer(row, "stride");
        int filters = integer(row, "filters");
        switch (row.get("kind")) {
            case "convolution" ->
                graph.convolution("layer", input, filters, kernel, stride, Padding.SAME, Activation.RELU);
            case "depthwise" -> graph.depthwiseConvolution("layer", input, kernel, stride, Padding.SAME);
            default -> graph.dense("layer", input, filters, Activation.RELU);
        }
        builder.setOutputs("layer").validateOutputLayerConfig(false);
        int side = dense ? 1 : 16;
        builder.setInputTypes(InputType.convolutional(side, side, channels));
        ComputationGraph network = new ComputationGraph(builder.build());
        network.init();
        return network;
    }

    private static int integer(CSVRecord row, String column) {
        return Integer.parseInt(row.get(column));
    }

    private static double number(CSVRecord row, String column) {
        return Double.parseDouble(row.get(column));
    }

    private static double[] kernel(CSVRecord row, long seed) {
        return network(row, seed)
                .getLayer("layer")
                .getParam("W")
                .dup('c')
                .data()
                .asDouble();
    }

    private static List<CSVRecord> rows() throws IOException {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (CSVParser parser =
                CSVParser.parse(Path.of("src/test/resources/keras/initializers.csv"), StandardCharsets.UTF_8, format)) {
            return parser.getRecords();
        }
    }

    @TestFactory
    Stream<DynamicTest> kernelsAreDistributedAsKerasDrawsThem() throws IOException {
        return rows().stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.get("kind") + " " + row.get("initializer") + " " + row.get("kernel") + "/"
                                + row.get("stride"),
                        () -> compare(row)));
    }

    /** Five standard errors are allowed, of both sides: two draws of equal distribution differ that much once in 10^6. */
    private static void compare(CSVRecord row) {
        double[] values = kernel(row, 7);
        int count = values.length;
        double deviation = number(row, "std");
        double meanError = 5 * deviation * Math.sqrt(2.0 / count);

        assertThat(mean(values)).isCloseTo(number(row, "mean"), within(meanError));
        assertThat(deviation(values)).isCloseTo(deviation, within(5 * deviation * Math.sqrt(1.0 / count)));
        double largest = DoubleStream.of(values).map(Math::abs).max().orElseThrow();
        // Of n draws the largest comes to the limit but for a share of about 1 / n; the tail of the normal one is thin.
        assertThat(largest).isCloseTo(number(row, "max"), within(50.0 / count * largest + 2e-3 * largest));
    }

    @TestFactory
    Stream<DynamicTest> noValueIsBeyondTheLimitAndTheVarianceIsTheFormulas() throws IOException {
        return rows().stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.get("kind") + " " + row.get("initializer") + " " + row.get("kernel"), () -> bounds(row)));
    }

    /** Fans by hand: what Keras's {@code compute_fans} gives for the kernel in Keras's layout. */
    private static void bounds(CSVRecord row) {
        double area = integer(row, "kernel") * (double) integer(row, "kernel");
        double in = area * integer(row, "channels");
        double out = row.get("kind").equals("depthwise") ? area : area * integer(row, "filters");
        boolean glorot = row.get("initializer").equals("GlorotUniform");
        double variance = glorot ? 2 / (in + out) : 2 / out;
        double limit = glorot ? Math.sqrt(6 / (in + out)) : 2 * Math.sqrt(2 / out) / 0.87962566103423978;
        double[] values = kernel(row, 8);

        assertThat(DoubleStream.of(values).map(Math::abs).max().orElseThrow())
                .isBetween(0.985 * limit, limit * (1 + 1e-7));
        assertThat(deviation(values) * deviation(values))
                .isCloseTo(variance, within(5 * variance * Math.sqrt(2.0 / values.length)));
    }

    @Test
    void biasesStartAtZeroAndBatchNormsAtTheIdentity() {
        GraphBuilder builder = new NeuralNetConfiguration.Builder().graphBuilder();
        LayerGraph graph = new LayerGraph(builder, new InputShape(3, 8, 8), 1);
        String x = graph.convolution("conv", graph.input("input"), 4, 3, 1, Padding.SAME, Activation.RELU);
        x = graph.batchNormalization("norm", x, 1e-3, 0.99);
        x = graph.dense("dense", x, 5, Activation.RELU);
        graph.softmaxOutput("out", x, 2);
        builder.setOutputs("out").setInputTypes(InputType.convolutional(8, 8, 3));
        ComputationGraph network = new ComputationGraph(builder.build());
        network.init();

        for (String layer : List.of("conv", "dense", "out")) {
            assertAll(network, layer, "b", 0);
        }
        assertAll(network, "norm", "gamma", 1);
        assertAll(network, "norm", "beta", 0);
        assertAll(network, "norm", "mean", 0);
        assertAll(network, "norm", "var", 1);
    }

    private static void assertAll(ComputationGraph network, String layer, String parameter, double expected) {
        INDArray values = network.getLayer(layer).getParam(parameter);
        assertThat(values.dup('c').data().asDouble())
                .as(layer + "/" + parameter)
                .containsOnly(expected);
    }

    @Test
    void everyLayerAndEverySeedDrawsOtherValues() {
        GraphBuilder builder = new NeuralNetConfiguration.Builder().graphBuilder();
        LayerGraph graph = new LayerGraph(builder, new InputShape(4, 8, 8), 1);
        String x = graph.input("input");
        x = graph.convolution("first", x, 4, 3, 1, Padding.SAME);
        graph.convolution("second", x, 4, 3, 1, Padding.SAME);
        builder.setOutputs("second").validateOutputLayerConfig(false).setInputTypes(InputType.convolutional(8, 8, 4));
        ComputationGraph network = new ComputationGraph(builder.build());
        network.init();

        assertThat(network.getLayer("first").getParam("W"))
                .isNotEqualTo(network.getLayer("second").getParam("W"));
    }

    @Test
    void theSeedDecides() throws IOException {
        CSVRecord row = rows().get(0);

        assertThat(kernel(row, 1)).isEqualTo(kernel(row, 1)).isNotEqualTo(kernel(row, 2));
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double deviation(double[] values) {
        double mean = mean(values);
        return Math.sqrt(Arrays.stream(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow());
    }
}
