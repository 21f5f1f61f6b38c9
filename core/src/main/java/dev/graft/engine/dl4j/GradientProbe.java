package dev.graft.engine.dl4j;

import dev.graft.layer.OutOfPlaceActivation;
import java.util.Collection;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.ActivationLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An identity that keeps the gradient which passes it. DL4J hands out gradients of parameters alone; those of feature maps
 * lie in workspaces that are gone when a backward pass ends.
 */
final class GradientProbe extends OutOfPlaceActivation {
    private static final long serialVersionUID = 1L;

    GradientProbe() {
        super(Activation.IDENTITY);
    }

    @Override
    public GradientProbe clone() {
        return (GradientProbe) super.clone();
    }

    @Override
    public org.deeplearning4j.nn.api.Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int layerIndex,
            INDArray paramsView,
            boolean initializeParams,
            DataType dataType) {
        Recorder layer = new Recorder(conf, dataType);
        layer.setIndex(layerIndex);
        layer.setParamsViewArray(paramsView);
        layer.setParamTable(initializer().init(conf, paramsView, initializeParams));
        layer.setConf(conf);
        return layer;
    }

    /** Its forward pass is an identity. */
    static final class Recorder extends ActivationLayer {
        private static final long serialVersionUID = 1L;

        private transient @Nullable INDArray gradient;

        private Recorder(NeuralNetConfiguration conf, DataType dataType) {
            super(conf, dataType);
        }

        /** Of the last backward pass; the caller owns it. */
        INDArray takeGradient() {
            if (gradient == null) {
                throw new IllegalStateException("No backward pass has come by since the last one was taken");
            }
            INDArray taken = gradient;
            gradient = null;
            return taken;
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
            // The gradient's workspace ends with this backward pass.
            gradient = epsilon.isAttached() ? epsilon.detach() : epsilon.dup();
            return super.backpropGradient(epsilon, workspaceMgr);
        }
    }
}
