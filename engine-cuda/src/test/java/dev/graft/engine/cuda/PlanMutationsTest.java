package dev.graft.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.engine.EngineOptions;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.Precision;
import dev.graft.engine.StepResult;
import dev.graft.engine.TrainingSession;
import dev.graft.engine.cuda.device.Device;
import dev.graft.engine.cuda.host.SimulatedDevice.Care;
import dev.graft.engine.cuda.plan.Command.KernelLaunch;
import dev.graft.engine.cuda.plan.DevicePlan;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Clipping;
import dev.graft.optimizer.Optimizer;
import dev.graft.optimizer.UpdateRule;
import dev.graft.testkit.Effort;
import dev.graft.testkit.model.Snapshot;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.program.SmallNetworks;
import dev.graft.testkit.program.SmallNetworks.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Two steps of a small network whose plan lacks a command, or has one twice: loss or parameters tell. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlanMutationsTest {
    private static final int BATCH = 3;
    /** As SmallNetworksContractTest compares. */
    private static final double TOLERANCE = 1e-4;

    private final Network network = SmallNetworks.networks().findFirst().orElseThrow();
    private final Snapshot before = Snapshot.of(network.model().graph());
    private final Device device = Simulation.device(Care.WRITTEN);
    private final List<DevicePlan> plans = new ArrayList<>();
    private final Outcome right = train(plan -> {
        plans.add(plan);
        return plan;
    });
    private final DevicePlan plan = plans.get(plans.size() - 1);

    private record Outcome(double loss, Snapshot after) {}

    private Outcome train(UnaryOperator<DevicePlan> mutation) {
        TransferModel model = network.model();
        ResolvedFreeze freeze = model.resolve(FreezePolicy.allTrainable().withBatchNorm(BatchNormMode.KERAS));
        FrozenPrefix prefix = model.frozenPrefix(freeze);
        int size = model.description().inputShape().height();
        INDArray images = TestModels.preprocessedImages(network.backbone(), BATCH, size, 3);
        CudaEngine engine = new CudaEngine(new EngineOptions(1, Precision.F32), new MutatingDevice(device, mutation));
        UpdateRule rule = UpdateRule.of(Optimizer.sgd(0.3)).withClipping(Clipping.byNorm(0.5));
        try (InferenceSession frozen = Simulation.fast(Precision.F32).inference(model.graph(), prefix.cut());
                TrainingSession session = engine.training(model.graph(), prefix, freeze, model.headLayers(), rule)) {
            INDArray[] cut = frozen.run(images);
            session.step(cut, TestModels.labels(BATCH, 2));
            StepResult second = session.step(cut, TestModels.labels(BATCH, 2));
            session.writeBack();
            return new Outcome(second.loss(), Snapshot.of(model.graph()));
        } finally {
            before.restore(model.graph());
        }
    }

    /** Whether a change of the plan changes what comes out, or is an error. */
    private boolean isNoticed(UnaryOperator<DevicePlan> mutation) {
        Outcome found;
        try {
            found = train(mutation);
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("before it is written");
            return true;
        }
        if (!(Math.abs(found.loss - right.loss) <= TOLERANCE * right.loss)) {
            return true;
        }
        return before.changed(right.after).stream().anyMatch(name -> differs(name, found.after));
    }

    private boolean differs(String name, Snapshot after) {
        float[] begin = before.get(name);
        double largest = 0;
        double error = 0;
        for (int i = 0; i < begin.length; i++) {
            largest = Math.max(largest, Math.abs((double) right.after.get(name)[i] - begin[i]));
            double off = Math.abs((double) right.after.get(name)[i] - after.get(name)[i]);
            error = off <= error ? error : off;
        }
        return !(error <= TOLERANCE * largest + 1e-6);
    }

    private String command(int step) {
        return step + " of " + plan.steps().size() + ": "
                + plan.steps().get(step).command();
    }

    @Test
    void thePlanAsItIsComesOutTheSameEveryTime() {
        assertThat(isNoticed(same -> same)).isFalse();
    }

    /** Usually some, in other places for every kernel. */
    @Test
    void everyCommandIsNeeded() {
        List<String> unneeded = new ArrayList<>();
        for (int step = 0; step < plan.steps().size(); step += Effort.of(9, 1)) {
            int missing = step;
            if (!isNoticed(
                    whole -> whole.steps().size() == plan.steps().size() ? Mutation.without(whole, missing) : whole)) {
                unneeded.add(command(step));
            }
        }
        assertThat(unneeded).isEmpty();
    }

    @Test
    void statisticsThatMoveTwiceAreNoticed() {
        for (int step = 0; step < plan.steps().size(); step++) {
            int repeated = step;
            if (plan.steps().get(step).command() instanceof KernelLaunch launch
                    && launch.kernel().equals("follow")) {
                assertThat(isNoticed(whole -> Mutation.twice(whole, repeated)))
                        .as(command(step))
                        .isTrue();
                if (!Effort.THOROUGH) {
                    return;
                }
            }
        }
    }
}
