package dev.graft.layer;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastDivOp;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastSubOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Forward and backward of {@link InputNormalization}. */
class InputNormalizationLayer extends BaseLayer<InputNormalization> {
    private static final long serialVersionUID = 1L;

    /** Keras's {@code backend.epsilon()}. */
    private static final double SMALLEST_DEVIATION = 1e-7;

    InputNormalizationLayer(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    private INDArray deviation() {
        INDArray deviation = Transforms.sqrt(getParam(InputNormalizationParameters.VARIANCE), true);
        return Transforms.max(deviation, SMALLEST_DEVIATION, false);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(false);
        INDArray output = workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, input.dataType(), input.shape(), 'c');
        Nd4j.getExecutioner().exec(new BroadcastSubOp(input, getParam(InputNormalizationParameters.MEAN), output, 1));
        Nd4j.getExecutioner().exec(new BroadcastDivOp(output, deviation(), output, 1));
        return output;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        Gradient gradient = new DefaultGradient();
        gradientViews.forEach((name, view) -> gradient.setGradientFor(name, view.assign(0)));
        INDArray inputGradient =
                workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, epsilon.dataType(), epsilon.shape(), 'c');
        Nd4j.getExecutioner().exec(new BroadcastDivOp(epsilon, deviation(), inputGradient, 1));
        return new Pair<>(gradient, inputGradient);
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }
}
