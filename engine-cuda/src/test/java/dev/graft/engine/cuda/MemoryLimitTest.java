package dev.graft.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.cuda.device.OutOfDeviceMemoryException;
import dev.graft.engine.cuda.host.SimulatedDevice;
import dev.graft.model.TransferModel;
import dev.graft.testkit.model.TestModels;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A batch that does not fit: what it needs is told, and which would fit; nothing is kept of it and the session goes on. */
class MemoryLimitTest {
    private final SimulatedDevice device = Simulation.device(SimulatedDevice.Care.WRITTEN);
    private final Engine engine = new CudaEngine(new EngineOptions(1), device);
    private final TransferModel model = TestModels.tiny();

    private INDArray run(InferenceSession session, int images) {
        try (INDArray batch = Nd4j.rand(images, 3, 32, 32)) {
            return session.run(batch)[0];
        }
    }

    private InferenceSession session() {
        return engine.inference(model.graph(), model.graph().getConfiguration().getNetworkOutputs());
    }

    private long needed(int images) {
        try (InferenceSession session = session()) {
            run(session, images);
            return device.taken();
        }
    }

    @Test
    void theBatchThatFitsIsToldAndFits() {
        long four = needed(4);
        long sixteen = needed(16);
        assertThat(sixteen).isGreaterThan(2 * four);

        try (InferenceSession session = session()) {
            device.limit(sixteen - 1);
            run(session, 1);
            long before = device.taken();
            assertThatThrownBy(() -> run(session, 16))
                    .isInstanceOf(OutOfDeviceMemoryException.class)
                    .hasMessageMatching(
                            "A batch of 16 images needs 0\\.\\d+ GB on the GPU, which has .* GB free\\. By that"
                                    + " about (1[2-5]) would fit: choose a batch of at most so many, or smaller images\\.");
            assertThat(device.taken()).as("what the batch had got is freed").isEqualTo(before);

            assertThat(run(session, 4).size(0)).isEqualTo(4);
        }
        assertThat(device.open()).isZero();
    }

    @Test
    void whereNotOneImageFitsThatIsTold() {
        try (InferenceSession session = session()) {
            run(session, 1);
            device.limit(device.taken() + 1);
            assertThatThrownBy(() -> run(session, 2))
                    .isInstanceOf(OutOfDeviceMemoryException.class)
                    .hasMessageContaining("Not one image would fit")
                    .hasMessageContaining("engine cpu");
        }
    }

    @Test
    void advice() {
        OutOfDeviceMemoryException cause =
                new OutOfDeviceMemoryException(3_000_000_000L, 1_000_000_000L, 8_000_000_000L);

        assertThat(cause.forBatch(64, 12_000_000_000L, 5_000_000_000L))
                .isInstanceOf(OutOfDeviceMemoryException.class)
                .hasMessage(
                        "A batch of 64 images needs 12.00 GB on the GPU, which has 6.00 of 8.00 GB free. By that about 32"
                                + " would fit: choose a batch of at most so many, or smaller images.")
                .hasCause(cause);
        assertThat(List.of(cause.getMessage()))
                .first()
                .asString()
                .contains("1.00 of 8.00 GB free, needed are 3.00 GB more");
    }
}
