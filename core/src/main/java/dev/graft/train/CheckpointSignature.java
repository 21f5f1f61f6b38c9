package dev.graft.train;

import dev.graft.augmentation.AugmentationPlan;
import dev.graft.model.ModelDescription;
import dev.graft.optimizer.WeightAveraging;
import dev.graft.provenance.GraftVersion;
import dev.graft.settings.PhaseSettings;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Everything that determines the numbers of a training, by name: two trainings with equal settings end equal, bit for bit.
 *
 * @param values name to value, in an order for people
 */
record CheckpointSignature(Map<String, String> values) {
    /** Of a training that has not begun: the model holds its initial parameters. */
    static CheckpointSignature of(TrainingJob job) {
        ModelDescription description = job.model().description();
        Map<String, String> values = new LinkedHashMap<>();
        values.put("backbone", description.backbone());
        values.put("weights", description.weights());
        values.put("head", description.head());
        values.put("image size", description.inputShape().toString());
        values.put("preprocessing", description.preprocessing().id());
        values.put("classes", String.join(", ", description.classNames()));
        values.put("seed of the model", String.valueOf(description.seed()));
        values.put("images (manifest hash)", job.dataset().manifestHash());
        values.put("split (hash of its parts)", job.split().hash());
        values.put("initial parameters (hash)", parameters(job.model().graph()));
        values.put("batch size", String.valueOf(job.plan().batchSize()));
        values.put("seed of the order", String.valueOf(job.plan().seed()));
        values.put("loss", job.plan().loss().toString());
        values.put("augmentation", augmentation(job.plan().augmentation()));
        values.put("number of phases", String.valueOf(job.plan().phases().size()));
        for (int i = 0; i < job.plan().phases().size(); i++) {
            String prefix = "phase " + (i + 1) + ", ";
            values.put(
                    prefix + "learning layers",
                    job.freezes().get(i).identity(job.model().backboneLayers()));
            phase(prefix, job.plan().phases().get(i), values);
        }
        values.put(
                "training metrics in inference mode", String.valueOf(job.plan().trainMetrics()));
        values.put("engine", job.engine().describe());
        values.put("version of Graft", GraftVersion.text());
        return new CheckpointSignature(values);
    }

    private static void phase(String prefix, Phase phase, Map<String, String> values) {
        values.put(prefix + "epochs", String.valueOf(phase.epochs()));
        PhaseSettings.values(phase.rule()).forEach((name, value) -> values.put(prefix + name, value));
        values.put(prefix + "learning rates", phase.rates().toString());
        values.put(prefix + "patience", String.valueOf(phase.patience()));
        if (!phase.averaging().equals(WeightAveraging.none())) {
            values.put(prefix + "averaging", phase.averaging().toString());
        }
    }

    /** What differs, as {@code name: was there, is here}; empty if nothing does. */
    List<String> differences(Map<String, String> stored) {
        Map<String, String> all = new LinkedHashMap<>(stored);
        all.putAll(values);
        return all.keySet().stream()
                .filter(name -> !values.getOrDefault(name, "").equals(stored.getOrDefault(name, "")))
                .map(name -> name + ": " + stored.getOrDefault(name, "nothing") + " there, "
                        + values.getOrDefault(name, "nothing") + " here")
                .toList();
    }

    private static String augmentation(AugmentationPlan plan) {
        return plan.isNone()
                ? "none"
                : plan.describe() + ", seed " + plan.seed() + ", "
                        + plan.augmentation().definition();
    }

    private static String parameters(ComputationGraph graph) {
        MessageDigest digest = DigestUtils.getSha256Digest();
        for (Layer layer : graph.getLayers()) {
            if (layer.numParams() > 0) {
                layer.paramTable().values().forEach(value -> add(digest, value));
            }
        }
        return hex(digest);
    }

    private static void add(MessageDigest digest, INDArray value) {
        try (INDArray rows = value.dup('c')) {
            float[] values = rows.data().asFloat();
            ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
            bytes.asFloatBuffer().put(values);
            digest.update(bytes.array());
        }
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
