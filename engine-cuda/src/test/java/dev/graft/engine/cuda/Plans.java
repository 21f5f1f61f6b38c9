package dev.graft.engine.cuda;

import dev.graft.backbone.Backbone;
import dev.graft.engine.compiled.TrainedSlices;
import dev.graft.engine.compiled.TrainingTask;
import dev.graft.engine.cuda.emit.TrainedPlaces;
import dev.graft.engine.cuda.emit.TrainingPlans;
import dev.graft.engine.cuda.plan.DevicePlan;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.program.Lowering;
import dev.graft.engine.program.Program;
import dev.graft.engine.program.Programs;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import dev.graft.optimizer.UpdateRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plans of whole networks, which nobody runs here. */
public final class Plans {
    private Plans() {}

    /**
     * A training step.
     *
     * @param layers of backbone and head
     */
    record Step(DevicePlan plan, Program program, int layers) {}

    /** A training step of all layers, at the backbone's own size, by Adam. */
    public static DevicePlan fullStep(Backbone backbone, ElementType maps, int batch) {
        return step(backbone, maps, batch).plan();
    }

    static Step step(Backbone backbone, ElementType maps, int batch) {
        try (TransferModel model =
                TransferModel.on(backbone).classes(List.of("a", "b")).build()) {
            ResolvedFreeze freeze = FreezePolicy.allTrainable()
                    .withBatchNorm(BatchNormMode.KERAS)
                    .resolve(model.backboneLayers());
            FrozenPrefix prefix = model.frozenPrefix(freeze);
            int size = model.description().inputShape().height();
            Map<String, List<Integer>> cut = Lowering.dimensions(
                    model.graph(),
                    Map.of(model.graph().getConfiguration().getNetworkInputs().get(0), List.of(3, size, size)),
                    prefix.cut());
            Program program = Programs.training(model.graph(), prefix, cut, freeze, model.headLayers());
            UpdateRule rule = UpdateRule.of(Optimizer.adam(1e-3));
            TrainedSlices slices = TrainedSlices.of(
                    new TrainingTask(model.graph(), prefix, freeze, model.headLayers()), Map.of(), TrainedPlaces.STEP);
            DevicePlan plan = new TrainingPlans(slices, rule, maps, source -> new float[0])
                    .compile(program, batch, Optional.empty());
            return new Step(
                    plan,
                    program,
                    model.backboneLayers().size() + model.headLayers().size());
        }
    }
}
