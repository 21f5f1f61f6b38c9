package dev.graft.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.graph.InputShape;
import dev.graft.graph.LayerGraph;
import dev.graft.weights.KerasWeights;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

/** Batch normalization without gamma in Keras's sense. */
class KerasBatchNormalizationScaleTest {
    private static final int CHANNELS = 3;

    private static ComputationGraphConfiguration configuration(boolean scale) {
        var builder = new NeuralNetConfiguration.Builder().graphBuilder();
        LayerGraph layers = new LayerGraph(builder, new InputShape(CHANNELS, 4, 4), 1);
        String input = layers.input("images");
        String norm = scale
                ? layers.batchNormalization("norm", input, 1e-3, 0.99)
                : layers.batchNormalizationWithoutScale("norm", input, 1e-3, 0.99);
        builder.setOutputs(norm);
        builder.setInputTypes(InputType.convolutional(4, 4, CHANNELS));
        return builder.build();
    }

    private static ComputationGraph graph(boolean scale, boolean batchStatistics) {
        ComputationGraph graph = new ComputationGraph(configuration(scale));
        graph.init();
        graph.setBackpropGradientsViewArray(Nd4j.ones(1, graph.numParams()));
        norm(graph).setBatchStatistics(batchStatistics);
        return graph;
    }

    private static KerasBatchNormalization norm(ComputationGraph graph) {
        return (KerasBatchNormalization) graph.getLayer("norm").conf().getLayer();
    }

    private static Gradient gradient(ComputationGraph graph) {
        Layer layer = graph.getLayer("norm");
        INDArray input = Nd4j.linspace(-1, 1, 2 * CHANNELS * 16).castTo(Nd4j.dataType());
        layer.setInput(input.reshape(2, CHANNELS, 4, 4), LayerWorkspaceMgr.noWorkspaces());
        INDArray output = layer.activate(true, LayerWorkspaceMgr.noWorkspaces());
        return layer.backpropGradient(output.dup('c').addi(1), LayerWorkspaceMgr.noWorkspaces())
                .getFirst();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void gammaHasNoGradientAndBetaHasTheSame(boolean batchStatistics) {
        Gradient with = gradient(graph(true, batchStatistics));
        Gradient without = gradient(graph(false, batchStatistics));
        assertThat(with.getGradientFor("gamma").aminNumber().doubleValue()).isPositive();
        assertThat(without.getGradientFor("gamma").amaxNumber().doubleValue()).isZero();
        assertThat(without.getGradientFor("beta")).isEqualTo(with.getGradientFor("beta"));
    }

    @Test
    void gammaIsNeitherCountedNorStored() {
        ComputationGraph graph = graph(false, true);
        assertThat(norm(graph).kerasParameters()).isEqualTo(3 * CHANNELS);
        assertThat(norm(graph).kerasTrainableParameters()).isEqualTo(CHANNELS);
        assertThat(norm(graph).getUpdaterByParam("gamma")).isInstanceOf(NoOp.class);
        assertThat(KerasWeights.export(graph, List.of("norm")))
                .containsOnlyKeys("norm/beta", "norm/moving_mean", "norm/moving_variance");
    }

    @Test
    void theFlagSurvivesJson() {
        assertThat(read(configuration(true)).isScale()).isTrue();
        assertThat(read(configuration(false)).isScale()).isFalse();
        assertThat(configuration(false).getVertices())
                .isNotEqualTo(configuration(true).getVertices());
    }

    private static KerasBatchNormalization read(ComputationGraphConfiguration written) {
        LayerVertex vertex = (LayerVertex) ComputationGraphConfiguration.fromJson(written.toJson())
                .getVertices()
                .get("norm");
        return (KerasBatchNormalization) vertex.getLayerConf().getLayer();
    }
}
