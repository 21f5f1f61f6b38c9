package dev.graft.engine.cuda;

import dev.graft.backbone.Backbone;
import dev.graft.engine.cuda.plan.DevicePlan;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.cuda.replay.Workloads;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.model.TransferModel;
import java.util.List;

/** Plans of whole networks, which nobody runs here. */
public final class Plans {
    private Plans() {}

    /** A training step of all layers, at the backbone's own size, by Adam. */
    public static DevicePlan fullStep(Backbone backbone, ElementType maps, int batch) {
        try (TransferModel model =
                TransferModel.on(backbone).classes(List.of("a", "b")).build()) {
            ResolvedFreeze freeze = FreezePolicy.allTrainable()
                    .withBatchNorm(BatchNormMode.KERAS)
                    .resolve(model.backboneLayers());
            return Workloads.training(backbone.spec().id(), model, freeze, maps, batch)
                    .plan();
        }
    }
}
