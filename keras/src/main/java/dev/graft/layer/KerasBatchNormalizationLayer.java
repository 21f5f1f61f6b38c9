package dev.graft.layer;

import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.BETA;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GAMMA;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GLOBAL_MEAN;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GLOBAL_VAR;

import dev.graft.error.Lookup;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastMulOp;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastSubOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Forward and backward of {@link KerasBatchNormalization}. */
class KerasBatchNormalizationLayer extends BatchNormalization {
    private static final long serialVersionUID = 1L;

    KerasBatchNormalizationLayer(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    private KerasBatchNormalization settings() {
        return (KerasBatchNormalization) layerConf();
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
        return super.activate(training && settings().isBatchStatistics(), workspaceMgr);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        if (settings().isBatchStatistics()) {
            Pair<Gradient, INDArray> gradients = super.backpropGradient(epsilon, workspaceMgr);
            if (!settings().isScale()) {
                gradient(GAMMA).assign(0);
            }
            return gradients;
        }
        INDArray inverseDeviation = Transforms.sqrt(
                        getParam(GLOBAL_VAR).add(settings().getEps()), false)
                .rdivi(1.0);
        if (settings().isLearning()) {
            affineGradients(epsilon, inverseDeviation);
        } else {
            gradient(GAMMA).assign(0);
            gradient(BETA).assign(0);
        }
        gradient(GLOBAL_MEAN).assign(0);
        gradient(GLOBAL_VAR).assign(0);

        INDArray scale = inverseDeviation.mul(getParam(GAMMA));
        INDArray inputGradient =
                workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, epsilon.dataType(), epsilon.shape(), 'c');
        Nd4j.getExecutioner().exec(new BroadcastMulOp(epsilon, scale, inputGradient, 1));
        return new Pair<>(gradient(gradientViews), inputGradient);
    }

    private INDArray gradient(String parameter) {
        return Lookup.in(gradientViews, parameter, "gradient");
    }

    private void affineGradients(INDArray epsilon, INDArray inverseDeviation) {
        int[] allButChannels = epsilon.rank() == 2 ? new int[] {0} : new int[] {0, 2, 3};
        gradient(BETA).assign(epsilon.sum(allButChannels));
        if (!settings().isScale()) {
            gradient(GAMMA).assign(0);
            return;
        }
        INDArray normalized = Nd4j.createUninitialized(epsilon.dataType(), epsilon.shape(), 'c');
        Nd4j.getExecutioner().exec(new BroadcastSubOp(input, getParam(GLOBAL_MEAN), normalized, 1));
        normalized.muli(epsilon);
        gradient(GAMMA).assign(normalized.sum(allButChannels).muli(inverseDeviation));
    }

    private static Gradient gradient(Map<String, INDArray> views) {
        Gradient gradient = new DefaultGradient();
        for (String name : new String[] {GAMMA, BETA, GLOBAL_MEAN, GLOBAL_VAR}) {
            gradient.setGradientFor(name, views.get(name));
        }
        return gradient;
    }
}
