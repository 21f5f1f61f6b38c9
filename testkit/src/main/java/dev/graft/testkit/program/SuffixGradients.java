package dev.graft.testkit.program;

import dev.graft.engine.EngineOptions;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.engine.dl4j.TrainableSuffix;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.graph.NetworkMemory;
import dev.graft.model.TransferModel;
import dev.graft.testkit.model.Snapshot;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Gradients of what learns, without an optimizer between. */
public final class SuffixGradients {
    private SuffixGradients() {}

    /**
     * Of one batch.
     *
     * @return {@code layer/parameter} in DL4J's names to row-major values, running statistics left out
     */
    public static Map<String, float[]> of(
            TransferModel model, ResolvedFreeze freeze, INDArray images, INDArray labels) {
        FrozenPrefix prefix = model.frozenPrefix(freeze);
        ComputationGraph suffix = TrainableSuffix.build(model.graph(), prefix, freeze, model.headLayers());
        INDArray[] cut;
        Dl4jEngine engine = new Dl4jEngine(EngineOptions.defaults());
        try (InferenceSession frozen = engine.inference(model.graph(), prefix.cut())) {
            cut = frozen.run(images);
        }
        suffix.setInputs(cut);
        suffix.setLabels(labels);
        suffix.computeGradientAndScore();
        Map<String, INDArray> found = suffix.gradient().gradientForVariable();
        Set<String> learning = new HashSet<>(freeze.unfrozen());
        learning.addAll(model.headLayers());
        Map<String, float[]> gradients = new LinkedHashMap<>();
        for (Layer layer : suffix.getLayers()) {
            String name = layer.conf().getLayer().getLayerName();
            if (layer.numParams() > 0 && learning.contains(name)) {
                for (String key : layer.paramTable().keySet()) {
                    INDArray gradient = found.get(name + "_" + key);
                    if (!key.equals("mean") && !key.equals("var") && gradient != null) {
                        gradients.put(name + "/" + key, Snapshot.floats(gradient));
                    }
                }
            }
        }
        NetworkMemory.release(suffix);
        return gradients;
    }
}
