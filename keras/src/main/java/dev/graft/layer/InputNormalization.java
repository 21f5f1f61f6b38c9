package dev.graft.layer;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * Keras's {@code Normalization} with known statistics: {@code (x - mean) / max(sqrt(variance), 1e-7)} per channel.
 *
 * <p>Parameters {@code mean}, {@code variance} (each {@code [channels]}) and {@code count} (one value, kept because Keras
 * counts it) never learn. They come with the weights, or are constants of the network, which Keras counts as no parameters
 * and keeps in no file of weights.
 */
public class InputNormalization extends FeedForwardLayer {
    private static final long serialVersionUID = 1L;

    private List<Double> constantMean = List.of();
    private List<Double> constantVariance = List.of();

    /** For deserialisation. */
    public InputNormalization() {}

    /** @param channels channels of the input */
    public InputNormalization(int channels) {
        setNIn(channels);
        setNOut(channels);
    }

    /**
     * With constants of the network.
     *
     * @param mean of each channel
     * @param variance of each channel
     */
    public InputNormalization(List<Double> mean, List<Double> variance) {
        this(mean.size());
        this.constantMean = List.copyOf(mean);
        this.constantVariance = List.copyOf(variance);
    }

    /** Whether mean and variance are constants of the network instead of a part of its weights. */
    public boolean hasConstants() {
        return !constantMean.isEmpty();
    }

    /** Mean of each channel where it is a constant of the network, else empty. */
    public List<Double> getConstantMean() {
        return constantMean;
    }

    /** See {@link #getConstantMean()}. */
    public void setConstantMean(List<Double> constantMean) {
        this.constantMean = List.copyOf(constantMean);
    }

    /** Variance of each channel where it is a constant of the network, else empty. */
    public List<Double> getConstantVariance() {
        return constantVariance;
    }

    /** See {@link #getConstantVariance()}. */
    public void setConstantVariance(List<Double> constantVariance) {
        this.constantVariance = List.copyOf(constantVariance);
    }

    /** Number of parameters that Keras counts. */
    public long kerasParameters() {
        return hasConstants() ? 0 : initializer().numParams(this);
    }

    @Override
    public InputNormalization clone() {
        return (InputNormalization) super.clone();
    }

    @Override
    public org.deeplearning4j.nn.api.Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int layerIndex,
            INDArray paramsView,
            boolean initializeParams,
            DataType dataType) {
        InputNormalizationLayer layer = new InputNormalizationLayer(conf, dataType);
        layer.setListeners(listeners);
        layer.setIndex(layerIndex);
        layer.setParamsViewArray(paramsView);
        Map<String, INDArray> params = initializer().init(conf, paramsView, initializeParams);
        layer.setParamTable(params);
        layer.setConf(conf);
        return layer;
    }

    @Override
    public ParamInitializer initializer() {
        return new InputNormalizationParameters();
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType inputType) {
        return inputType;
    }

    @Override
    public void setNIn(InputType inputType, boolean override) {
        // Fixed by the constructor.
    }

    @Override
    public @Nullable InputPreProcessor getPreProcessorForInputType(InputType inputType) {
        return null;
    }

    @Override
    public @Nullable List<Regularization> getRegularizationByParam(String paramName) {
        return null;
    }

    @Override
    public IUpdater getUpdaterByParam(String paramName) {
        return new NoOp();
    }

    @Override
    public boolean isPretrainParam(String paramName) {
        return false;
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType inputType) {
        return new LayerMemoryReport.Builder(layerName, InputNormalization.class, inputType, inputType)
                .standardMemory(initializer().numParams(this), 0)
                .workingMemory(0, 0, 0, 0)
                .cacheMemory(0, 0)
                .build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InputNormalization that
                && super.equals(other)
                && constantMean.equals(that.constantMean)
                && constantVariance.equals(that.constantVariance);
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof InputNormalization;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), constantMean, constantVariance);
    }
}
