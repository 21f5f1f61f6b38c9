package dev.graft.layer;

import dev.graft.error.Lookup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Lays out mean, variance and count of an {@link InputNormalization} in the network's flat parameter array. */
final class InputNormalizationParameters implements ParamInitializer {
    static final String MEAN = "mean";
    static final String VARIANCE = "variance";
    static final String COUNT = "count";

    @Override
    public long numParams(NeuralNetConfiguration conf) {
        return numParams(conf.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
        return 2 * ((InputNormalization) layer).getNIn() + 1;
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        return List.of(MEAN, VARIANCE, COUNT);
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return List.of();
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return List.of();
    }

    @Override
    public boolean isWeightParam(Layer layer, String key) {
        return false;
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
        return false;
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray paramsView, boolean initializeParams) {
        InputNormalization layer = (InputNormalization) conf.getLayer();
        Map<String, INDArray> params = slices(layer, paramsView);
        if (layer.hasConstants()) {
            // Whatever is loaded later, no file of weights holds them.
            Lookup.in(params, MEAN, "parameter").assign(Nd4j.createFromArray(floats(layer.getConstantMean())));
            Lookup.in(params, VARIANCE, "parameter").assign(Nd4j.createFromArray(floats(layer.getConstantVariance())));
        } else if (initializeParams) {
            Lookup.in(params, MEAN, "parameter").assign(0);
            Lookup.in(params, VARIANCE, "parameter").assign(1);
            Lookup.in(params, COUNT, "parameter").assign(0);
        }
        params.keySet().forEach(conf::addVariable);
        return params;
    }

    private static float[] floats(List<Double> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i).floatValue();
        }
        return floats;
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray gradientView) {
        return slices((InputNormalization) conf.getLayer(), gradientView);
    }

    private static Map<String, INDArray> slices(InputNormalization layer, INDArray view) {
        long channels = layer.getNIn();
        INDArray flat = view.reshape(view.length());
        Map<String, INDArray> slices = new LinkedHashMap<>();
        slices.put(MEAN, flat.get(NDArrayIndex.interval(0, channels)));
        slices.put(VARIANCE, flat.get(NDArrayIndex.interval(channels, 2 * channels)));
        slices.put(COUNT, flat.get(NDArrayIndex.interval(2 * channels, 2 * channels + 1)));
        return slices;
    }
}
