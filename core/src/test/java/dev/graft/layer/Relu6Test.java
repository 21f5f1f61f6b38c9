package dev.graft.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.graph.InputShape;
import dev.graft.graph.LayerGraph;
import dev.graft.graph.NetworkLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** {@code LayerGraph.relu6} against TensorFlow's {@code relu6}: its gradient is 1 strictly between 0 and 6. */
class Relu6Test {
    private static final float[] INPUT = {-1e4f, -6, -1e-3f, 0, 1e-3f, 3, 5.999f, 6, 6.001f, 1e4f};
    private static final float[] VALUE = {0, 0, 0, 0, 1e-3f, 3, 5.999f, 6, 6, 6};
    private static final float[] GRADIENT = {0, 0, 0, 0, 2, 2, 2, 0, 0, 0};

    private final ComputationGraph graph = graph();

    private static ComputationGraph graph() {
        var builder = new NeuralNetConfiguration.Builder().graphBuilder();
        LayerGraph layers = new LayerGraph(builder, new InputShape(1, 1, INPUT.length), 1);
        layers.relu6("relu", layers.input("images"));
        assertThat(layers.layers()).contains(new NetworkLayer.Relu6("relu", "images"));
        builder.setOutputs("relu").setInputTypes(InputType.convolutional(1, INPUT.length, 1));
        ComputationGraph built = new ComputationGraph(builder.build());
        built.init();
        return built;
    }

    private static INDArray map(float... values) {
        return Nd4j.createFromArray(values).reshape(1, 1, 1, values.length);
    }

    @Test
    void valuesEqualKerasAndTheInputStaysAsItIs() {
        INDArray input = map(INPUT);

        assertThat(graph.outputSingle(input).ravel().toFloatVector()).isEqualTo(VALUE);
        assertThat(input.ravel().toFloatVector()).isEqualTo(INPUT);
    }

    @Test
    void gradientsEqualKeras() {
        var layer = graph.getLayer("relu");
        INDArray epsilon = map(INPUT).assign(2);
        layer.setInput(map(INPUT), LayerWorkspaceMgr.noWorkspaces());

        INDArray gradient = layer.backpropGradient(epsilon, LayerWorkspaceMgr.noWorkspaces())
                .getSecond();

        assertThat(gradient.ravel().toFloatVector()).isEqualTo(GRADIENT);
    }
}
