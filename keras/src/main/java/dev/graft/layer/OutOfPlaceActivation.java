package dev.graft.layer;

import java.util.Collection;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An activation layer that leaves its input alone.
 *
 * <p>DL4J's own works in place at inference. That destroys the feature map of the layer below when it is asked for as
 * well, and the caller's array when the activation comes first, as it may above a cut.
 */
public class OutOfPlaceActivation extends ActivationLayer {
    private static final long serialVersionUID = 1L;

    /** For deserialisation. */
    public OutOfPlaceActivation() {}

    /** @param activation the function */
    public OutOfPlaceActivation(Activation activation) {
        super(activation);
    }

    /** @param function the function */
    public OutOfPlaceActivation(IActivation function) {
        super(function);
    }

    @Override
    public OutOfPlaceActivation clone() {
        return (OutOfPlaceActivation) super.clone();
    }

    @Override
    public org.deeplearning4j.nn.api.Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int layerIndex,
            INDArray paramsView,
            boolean initializeParams,
            DataType dataType) {
        Forward layer = new Forward(conf, dataType);
        layer.setListeners(listeners);
        layer.setIndex(layerIndex);
        layer.setParamsViewArray(paramsView);
        layer.setParamTable(initializer().init(conf, paramsView, initializeParams));
        layer.setConf(conf);
        return layer;
    }

    private static final class Forward extends org.deeplearning4j.nn.layers.ActivationLayer {
        private static final long serialVersionUID = 1L;

        Forward(NeuralNetConfiguration conf, DataType dataType) {
            super(conf, dataType);
        }

        @Override
        public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
            assertInputSet(false);
            INDArray copy = workspaceMgr.dup(ArrayType.ACTIVATIONS, input, input.ordering());
            return layerConf().getActivationFn().getActivation(copy, training);
        }
    }
}
