package dev.graft.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.engine.EngineOptions;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.Precision;
import dev.graft.engine.cuda.host.SimulatedDevice;
import dev.graft.model.TransferModel;
import dev.graft.testkit.model.TestModels;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What sessions of one engine have in common. */
class SharedDeviceTest {
    private final SimulatedDevice device = Simulation.device(SimulatedDevice.Care.WRITTEN);
    private final CudaEngine engine = new CudaEngine(new EngineOptions(1), device);
    private final TransferModel model = TestModels.tiny();
    private final INDArray batch = Nd4j.rand(4, 3, 32, 32);

    private InferenceSession session(CudaEngine of) {
        return of.inference(model.graph(), model.graph().getConfiguration().getNetworkOutputs());
    }

    private float[] outputs(InferenceSession session) {
        return session.run(batch)[0].dup('c').data().asFloat();
    }

    @Test
    void sessionsOfSeveralThreadsGiveTheSame() throws Exception {
        float[] expected;
        try (InferenceSession session = session(engine)) {
            expected = outputs(session);
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<float[]>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(threads.submit(() -> {
                    try (InferenceSession session = session(engine)) {
                        for (int j = 0; j < 20; j++) {
                            outputs(session);
                        }
                        return outputs(session);
                    }
                }));
            }
            for (Future<float[]> each : all) {
                assertThat(each.get()).containsExactly(expected);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(device.open()).isZero();
    }

    /** Rounded single precision is a matter of a GPU's convolutions alone. */
    @Test
    void onASimulatedDeviceRoundedSinglePrecisionIsNotRounded() {
        CudaEngine rounding =
                new CudaEngine(new EngineOptions(1, Precision.TF32), Simulation.device(SimulatedDevice.Care.WRITTEN));

        try (InferenceSession one = session(engine);
                InferenceSession other = session(rounding)) {
            assertThat(outputs(other)).containsExactly(outputs(one));
        }
        assertThat(rounding.describe()).isEqualTo("cuda, tensorfloat32, simulated");
    }

    @Test
    void aClosedSessionComputesNoMore() {
        InferenceSession session = session(engine);
        session.close();

        assertThatThrownBy(() -> session.run(batch)).isInstanceOf(IllegalStateException.class);
    }
}
