package dev.graft.run;

import dev.graft.data.ImageDataset;
import dev.graft.data.Split;
import dev.graft.diagnosis.TrainingConditions;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.layer.KerasBatchNormalization;
import dev.graft.model.TransferModel;
import dev.graft.train.TrainingOutcome;
import dev.graft.train.TrainingPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;

/** Finds out what a diagnosis asks about how a training was set up. */
record TrainingSetup(
        ImageDataset images, Split split, TransferModel model, TrainingPlan plan, TrainingOutcome outcome) {
    TrainingConditions conditions(Optional<String> unfitInput, double intervalWidth) {
        List<KerasBatchNormalization> normalizing = List.of();
        long updates = 0;
        for (int phase = 0; phase < plan.phases().size(); phase++) {
            List<KerasBatchNormalization> learning = normalizing(phase);
            normalizing = learning.isEmpty() ? normalizing : learning;
            updates += learning.isEmpty() ? 0 : updates(phase);
        }
        return new TrainingConditions(
                plan.batchSize(),
                updates,
                normalizing.size(),
                normalizing.stream()
                        .mapToDouble(KerasBatchNormalization::getDecay)
                        .max()
                        .orElse(Double.NaN),
                regularized(),
                unfitInput,
                images.brightest(),
                intervalWidth);
    }

    /** Batch norms whose running statistics follow the batches: unfrozen ones in Keras's mode, and the head's. */
    private List<KerasBatchNormalization> normalizing(int phase) {
        ResolvedFreeze freeze = outcome.freezes().get(phase);
        Set<String> unfrozen = freeze.batchNorm() == BatchNormMode.KERAS ? freeze.unfrozen() : Set.of();
        return Stream.concat(unfrozen.stream(), model.headLayers().stream())
                .map(name -> model.graph().getConfiguration().getVertices().get(name))
                .filter(LayerVertex.class::isInstance)
                .map(vertex -> ((LayerVertex) vertex).getLayerConf().getLayer())
                .filter(KerasBatchNormalization.class::isInstance)
                .map(KerasBatchNormalization.class::cast)
                .toList();
    }

    private long updates(int phase) {
        long epochs = outcome.history().epochs().stream()
                .filter(epoch -> epoch.phase() == phase + 1)
                .count();
        long batches = (split.train().size() + plan.batchSize() - 1) / plan.batchSize();
        return epochs * batches / plan.phases().get(phase).rule().accumulation();
    }

    private Optional<String> regularized() {
        List<String> causes = new ArrayList<>();
        boolean dropout = model.headLayers().stream()
                .map(name -> model.graph().getConfiguration().getVertices().get(name))
                .filter(LayerVertex.class::isInstance)
                .map(vertex -> ((LayerVertex) vertex).getLayerConf().getLayer())
                .anyMatch(TrainingSetup::drops);
        if (dropout) {
            causes.add("dropout");
        }
        if (!plan.augmentation().isNone()) {
            causes.add("augmentation");
        }
        return causes.isEmpty() ? Optional.empty() : Optional.of(String.join(" and ", causes));
    }

    private static boolean drops(Layer layer) {
        return layer.getIDropout() != null;
    }
}
