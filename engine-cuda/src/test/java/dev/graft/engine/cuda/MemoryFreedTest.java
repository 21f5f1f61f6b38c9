package dev.graft.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.engine.EngineOptions;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.Precision;
import dev.graft.engine.TrainingSession;
import dev.graft.engine.cuda.device.Device;
import dev.graft.engine.cuda.device.DeviceMemory;
import dev.graft.engine.cuda.device.Executable;
import dev.graft.engine.cuda.host.SimulatedDevice;
import dev.graft.engine.cuda.host.SimulatedDevice.Care;
import dev.graft.engine.cuda.plan.DevicePlan;
import dev.graft.error.GraftException;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Clipping;
import dev.graft.optimizer.Optimizer;
import dev.graft.optimizer.UpdateRule;
import dev.graft.testkit.Effort;
import dev.graft.testkit.model.TestModels;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Sessions give all of a device's memory back, and executables, also where one is refused half-way. */
class MemoryFreedTest {
    private static final int ALL = Integer.MAX_VALUE;

    private final SimulatedDevice device = Simulation.device(Care.WRITTEN);
    private final TransferModel model = TestModels.tiny();

    /** Refuses memory or plans after a number of both. */
    private static final class Refusing implements Device {
        private final Device inner;
        private final int most;
        private int given;
        private int executables;

        Refusing(Device inner, int most) {
            this.inner = inner;
            this.most = most;
        }

        private void count() {
            if (given >= most) {
                throw new GraftException("No more. Close something.");
            }
            given++;
        }

        @Override
        public String describe() {
            return inner.describe();
        }

        @Override
        public DeviceMemory allocate(long bytes) {
            count();
            return inner.allocate(bytes);
        }

        @Override
        public Executable prepare(DevicePlan plan, Map<String, DeviceMemory> memory) {
            count();
            Executable executable = inner.prepare(plan, memory);
            executables++;
            return new Executable() {
                @Override
                public void run() {
                    executable.run();
                }

                @Override
                public double[] profile(int runs) {
                    return executable.profile(runs);
                }

                @Override
                public void close() {
                    executables--;
                    executable.close();
                }
            };
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    /** Two precisions have different memory. */
    private void round(Device refusing, Precision precision) {
        CudaEngine engine = new CudaEngine(new EngineOptions(1, precision), refusing);
        ResolvedFreeze freeze = model.resolve(FreezePolicy.lastLayers(9));
        FrozenPrefix prefix = model.frozenPrefix(freeze);
        UpdateRule rule = UpdateRule.of(Optimizer.adam(1e-3))
                .withClipping(Clipping.byGlobalNorm(1))
                .withAccumulation(2);
        try (InferenceSession frozen = engine.inference(model.graph(), prefix.cut());
                TrainingSession session = engine.training(model.graph(), prefix, freeze, model.headLayers(), rule)) {
            for (int batch = 1; batch <= 2; batch++) {
                INDArray[] cut = frozen.run(TestModels.images(batch, 32, 1));
                session.step(cut, TestModels.labels(batch, 2));
                session.probabilities(cut);
            }
        }
    }

    @Test
    void closedSessionsHaveNoMemory() {
        for (Precision precision : Precision.values()) {
            Refusing counting = new Refusing(device, ALL);
            round(counting, precision);
            assertThat(counting.given).isGreaterThan(20);
            assertThat(device.open()).isZero();
            assertThat(counting.executables).isZero();
        }
    }

    @Test
    void whatIsRefusedHalfWayLeavesNothingBehind() {
        for (Precision precision : Precision.values()) {
            Refusing counting = new Refusing(device, ALL);
            round(counting, precision);
            for (int most = 0; most < counting.given; most += Effort.of(3, 1)) {
                Refusing refusing = new Refusing(device, most);
                boolean refused = false;
                try {
                    round(refusing, precision);
                } catch (GraftException e) {
                    refused = true;
                }
                assertThat(refused)
                        .as("%d of %d, %s", most, counting.given, precision)
                        .isTrue();
                assertThat(device.open())
                        .as("%d of %d, %s", most, counting.given, precision)
                        .isZero();
                assertThat(refusing.executables).isZero();
            }
        }
    }
}
