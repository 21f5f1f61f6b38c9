package dev.graft.layer;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * Batch normalization that can be frozen, or trained on fixed statistics, anywhere in a graph.
 *
 * <p>Keras's meaning: a trainable layer normalizes a training batch by that batch's statistics and updates the running
 * ones, {@code running = momentum * running + (1 - momentum) * batch}, with the biased variance; a frozen one uses and
 * keeps the running ones. DL4J's {@code FrozenLayerWithBackprop(BatchNormalization)} fails or gives gradients that are
 * 35-170 % off, hence this class.
 *
 * <p>Parameters: {@code gamma}, {@code beta}, {@code mean}, {@code var}, each {@code [channels]}. Without scale (Keras's
 * {@code scale=False}) gamma is there still, a constant 1 that never learns and that Keras does not count: DL4J's own
 * {@code lockGammaBeta} takes beta away as well.
 */
public class KerasBatchNormalization extends BatchNormalization {
    private static final long serialVersionUID = 1L;

    private boolean batchStatistics = true;
    private boolean learning = true;
    private boolean scale = true;

    /** For deserialisation. */
    public KerasBatchNormalization() {
        setUseLogStd(false);
    }

    /**
     * @param epsilon added to the variance
     * @param momentum share of the running statistics that a training step keeps, 0..1
     */
    public KerasBatchNormalization(double epsilon, double momentum) {
        this();
        setEps(epsilon);
        setDecay(momentum);
    }

    /** Whether a training step normalizes by the batch's statistics and updates the running ones. */
    public boolean isBatchStatistics() {
        return batchStatistics;
    }

    /** See {@link #isBatchStatistics()}. */
    public void setBatchStatistics(boolean batchStatistics) {
        this.batchStatistics = batchStatistics;
    }

    /** Whether there is a gamma in Keras's sense. */
    public boolean isScale() {
        return scale;
    }

    /** See {@link #isScale()}. */
    public void setScale(boolean scale) {
        this.scale = scale;
    }

    /** Number of parameters as Keras counts them, running statistics included. */
    public long kerasParameters() {
        return kerasTrainableParameters() + 2 * getNOut();
    }

    /** Number of parameters that learn when the layer is unfrozen, as Keras counts them. */
    public long kerasTrainableParameters() {
        return (scale ? 2 : 1) * getNOut();
    }

    /** Whether gamma and beta learn. */
    public boolean isLearning() {
        return learning;
    }

    /** See {@link #isLearning()}. */
    public void setLearning(boolean learning) {
        this.learning = learning;
    }

    @Override
    public KerasBatchNormalization clone() {
        return (KerasBatchNormalization) super.clone();
    }

    @Override
    public org.deeplearning4j.nn.api.Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int layerIndex,
            INDArray paramsView,
            boolean initializeParams,
            DataType dataType) {
        LayerValidation.assertNOutSet("BatchNormalization", getLayerName(), layerIndex, getNOut());
        KerasBatchNormalizationLayer layer = new KerasBatchNormalizationLayer(conf, dataType);
        layer.setListeners(listeners);
        layer.setIndex(layerIndex);
        layer.setParamsViewArray(paramsView);
        Map<String, INDArray> params = initializer().init(conf, paramsView, initializeParams);
        layer.setParamTable(params);
        layer.setConf(conf);
        return layer;
    }

    @Override
    public IUpdater getUpdaterByParam(String paramName) {
        boolean affine = scale && paramName.equals(BatchNormalizationParamInitializer.GAMMA)
                || paramName.equals(BatchNormalizationParamInitializer.BETA);
        // DL4J subtracts the "gradient" that NoOp leaves as it is; it is zero for what does not learn.
        return affine && learning ? getIUpdater() : new NoOp();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KerasBatchNormalization that
                && super.equals(other)
                && batchStatistics == that.batchStatistics
                && learning == that.learning
                && scale == that.scale;
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof KerasBatchNormalization;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), batchStatistics, learning, scale);
    }
}
