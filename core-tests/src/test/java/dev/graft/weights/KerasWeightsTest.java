package dev.graft.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.graph.InputShape;
import dev.graft.graph.LayerGraph;
import dev.graft.graph.NetworkLayer;
import dev.graft.graph.Padding;
import dev.graft.model.TransferModel;
import dev.graft.testkit.graph.TestLayerType;
import dev.graft.testkit.model.Snapshot;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.weights.MapTensors;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

class KerasWeightsTest {
    private static final InputShape SHAPE = new InputShape(2, 6, 5);

    private interface Layers {
        void addTo(LayerGraph graph);
    }

    /** A graph of given layers on {@code input}, closed by {@code top} and {@code out}. */
    private static ComputationGraph graph(Layers layers) {
        var builder = new NeuralNetConfiguration.Builder().seed(1).graphBuilder();
        LayerGraph graph = new LayerGraph(builder, SHAPE, 1);
        graph.input("input");
        layers.addTo(graph);
        graph.softmaxOutput("out", graph.globalAveragePooling("gap", graph.last()), 2);
        builder.setOutputs("out");
        builder.setInputTypes(InputType.convolutional(SHAPE.height(), SHAPE.width(), SHAPE.channels()));
        ComputationGraph built = new ComputationGraph(builder.build());
        built.init();
        return built;
    }

    /** 0, 1, 2, ... in row-major order: every element tells its place. */
    private static float[] counting(int count) {
        float[] values = new float[count];
        IntStream.range(0, count).forEach(i -> values[i] = i);
        return values;
    }

    @Test
    void aConvolutionsKernelIsTurnedFromHeightWidthInOut() {
        ComputationGraph graph = graph(g -> g.convolution("conv", "input", 4, 3, 1, Padding.SAME, Activation.RELU));
        MapTensors tensors = new MapTensors()
                .put("conv/kernel", new long[] {3, 3, 2, 4}, counting(72))
                .put("conv/bias", new long[] {4}, counting(4));

        KerasWeights.load(tensors, graph, List.of("conv"));

        INDArray weights = graph.getLayer("conv").getParam("W");
        assertThat(weights.shape()).containsExactly(4, 2, 3, 3);
        for (int h = 0; h < 3; h++) {
            for (int w = 0; w < 3; w++) {
                for (int in = 0; in < 2; in++) {
                    for (int out = 0; out < 4; out++) {
                        assertThat(weights.getInt(out, in, h, w)).isEqualTo(((h * 3 + w) * 2 + in) * 4 + out);
                    }
                }
            }
        }
        assertThat(Snapshot.floats(graph.getLayer("conv").getParam("b"))).containsExactly(0, 1, 2, 3);
        assertThat(KerasWeights.export(graph, List.of("conv")).get("conv/kernel"))
                .isEqualTo(counting(72));
    }

    @Test
    void aDepthwiseKernelStaysHeightWidthChannelMultiplier() {
        ComputationGraph graph = graph(g -> g.depthwiseConvolution("conv", "input", 3, 1, Padding.SAME));

        KerasWeights.load(
                new MapTensors().put("conv/kernel", new long[] {3, 3, 2, 1}, counting(18)), graph, List.of("conv"));

        INDArray weights = graph.getLayer("conv").getParam("W");
        assertThat(weights.shape()).containsExactly(3, 3, 2, 1);
        assertThat(weights.getInt(2, 0, 1, 0)).isEqualTo((2 * 3 + 0) * 2 + 1);
        assertThat(KerasWeights.export(graph, List.of("conv")).get("conv/kernel"))
                .isEqualTo(counting(18));
    }

    @Test
    void aDenseKernelStaysInOut() {
        ComputationGraph graph = graph(g -> g.convolution("conv", "input", 3, 1, 1, Padding.SAME));

        KerasWeights.load(
                new MapTensors()
                        .put("out/kernel", new long[] {3, 2}, counting(6))
                        .put("out/bias", new long[] {2}, counting(2)),
                graph,
                List.of("out"));

        INDArray weights = graph.getLayer("out").getParam("W");
        assertThat(weights.getInt(2, 1)).isEqualTo(5);
        assertThat(weights.getInt(1, 0)).isEqualTo(2);
        assertThat(KerasWeights.export(graph, List.of("out")).get("out/kernel")).isEqualTo(counting(6));
    }

    @Test
    void batchNormalizationTakesFourVectorsByName() {
        ComputationGraph graph = graph(g -> g.batchNormalization("bn", "input", 1e-3, 0.99));
        MapTensors tensors = new MapTensors();
        List<String> variables = List.of("moving_variance", "beta", "moving_mean", "gamma");
        for (int i = 0; i < 4; i++) {
            tensors.put("bn/" + variables.get(i), new long[] {2}, new float[] {i, i + 10});
        }

        KerasWeights.load(tensors, graph, List.of("bn"));

        assertThat(parameter(graph, "bn", "var")).containsExactly(0, 10);
        assertThat(parameter(graph, "bn", "beta")).containsExactly(1, 11);
        assertThat(parameter(graph, "bn", "mean")).containsExactly(2, 12);
        assertThat(parameter(graph, "bn", "gamma")).containsExactly(3, 13);
    }

    private static float[] parameter(ComputationGraph graph, String layer, String key) {
        return Snapshot.floats(graph.getLayer(layer).getParam(key));
    }

    @Test
    void theCountOfANormalizationMayBeMissing() {
        ComputationGraph graph = graph(g -> g.normalization("norm", "input"));
        MapTensors tensors = new MapTensors()
                .put("norm/mean", new long[] {2}, new float[] {1, 2})
                .put("norm/variance", new long[] {2}, new float[] {3, 4});

        KerasWeights.load(tensors, graph, List.of("norm"));
        assertThat(parameter(graph, "norm", "variance")).containsExactly(3, 4);

        KerasWeights.load(tensors.put("norm/count", new long[0], new float[] {9}), graph, List.of("norm"));
        assertThat(parameter(graph, "norm", "count")).containsExactly(9);
    }

    @Test
    void layersNotAskedForAreLeftAlone() {
        TransferModel model = TestModels.tiny();
        Snapshot before = Snapshot.of(model.graph());
        MapTensors tensors = new MapTensors().put("top_conv/kernel", new long[] {1, 1, 8, 12}, counting(96));

        KerasWeights.load(tensors, model.graph(), List.of("top_conv"));

        assertThat(before.changed(Snapshot.of(model.graph()))).containsExactly("top_conv/W");
    }

    @Test
    void exportAfterLoadGivesWhatWasLoaded() {
        TransferModel model = TestModels.tiny();
        List<String> layers = model.description().backboneLayers().stream()
                .map(NetworkLayer::name)
                .toList();
        MapTensors tensors = MapTensors.of(model.graph(), layers);
        float next = 0;
        for (String name : tensors.tensors().keySet()) {
            float[] values = tensors.read(name);
            for (int i = 0; i < values.length; i++) {
                values[i] = next++;
            }
        }

        KerasWeights.load(tensors, model.graph(), layers);

        Map<String, float[]> exported = KerasWeights.export(model.graph(), layers);
        assertThat(exported.keySet())
                .containsExactlyElementsOf(tensors.tensors().keySet());
        exported.forEach((name, values) -> assertThat(values).as(name).isEqualTo(tensors.read(name)));
    }

    @Test
    void allProblemsAreCountedAndTheFirstFiveNamed() {
        TransferModel model = TestModels.tiny();
        List<String> layers = model.description().backboneLayers().stream()
                .map(NetworkLayer::name)
                .toList();

        assertThatThrownBy(() -> KerasWeights.load(new MapTensors(), model.graph(), layers))
                .isInstanceOf(WeightsException.class)
                // 26 tensors and the optional count of the normalization.
                .hasMessageContaining("26 problems of 27 tensors")
                .hasMessageContaining("'normalization/mean' is missing")
                .hasMessageContaining("...");
    }

    @Test
    void aLayerWithoutAKerasLayoutIsRefusedByName() {
        ComputationGraph graph = graph(g -> TestLayerType.add(
                g, new PReLULayer.Builder().inputShape(2, 6, 5).build()));

        assertThatThrownBy(() -> KerasWeights.load(new MapTensors(), graph, List.of("odd")))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("'odd'");
    }
}
