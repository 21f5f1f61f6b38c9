package dev.graft.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.engine.EngineOptions;
import dev.graft.engine.InferenceSession;
import dev.graft.model.TransferModel;
import dev.graft.testkit.model.TestModels;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Sessions of an engine have transformed kernels in common, and nothing else. */
class SharedKernelsTest {
    private static final int SIZE = 48;
    private static final int SESSIONS = 4;
    /** Of the layers {@code b0} to {@code a2} of {@link WinogradErrorTest.Stages}, whose results are 12 x 12 or larger. */
    private static final long BYTES = 36L * Float.BYTES * (32 * 64 + 64 * 64 + 64 * 128 + 128 * 128);

    private final CpuEngine engine = new CpuEngine(new EngineOptions(1));
    private final TransferModel model =
            TestModels.builder(new WinogradErrorTest.Stages()).size(SIZE).build();

    private InferenceSession session() {
        return engine.inference(model.graph(), List.of("pool2"));
    }

    private static float[] run(InferenceSession session, int batch) {
        INDArray found = session.run(WinogradErrorTest.pictures(batch, SIZE, 3))[0];
        return found.dup('c').data().asFloat();
    }

    @Test
    void kernelsAreThereOnceUntilTheLastSessionEnds() {
        InferenceSession first = session();
        run(first, 1);
        assertThat(engine.kernels().bytes()).isEqualTo(BYTES);
        InferenceSession second = session();
        float[] before = run(second, 1);
        assertThat(engine.kernels().bytes()).isEqualTo(BYTES);
        first.close();
        assertThat(engine.kernels().bytes()).isEqualTo(BYTES);
        assertThat(run(second, 1)).isEqualTo(before);
        second.close();
        assertThat(engine.kernels().bytes()).isZero();
    }

    @Test
    void whatALayerLearnsBetweenSessionsIsNotMissed() {
        try (InferenceSession old = session()) {
            float[] before = run(old, 1);
            model.graph().getLayer("b1").getParam("W").muli(1.5);
            try (InferenceSession later = session()) {
                assertThat(run(later, 1)).isNotEqualTo(before);
                assertThat(engine.kernels().bytes()).isEqualTo(BYTES + 36L * Float.BYTES * 64 * 64);
                assertThat(run(old, 1)).isEqualTo(before);
            }
            assertThat(engine.kernels().bytes()).isEqualTo(BYTES);
        }
    }

    @Test
    void sessionsAtOnceGiveTheSameBits() throws Exception {
        float[][] expected = new float[SESSIONS][];
        try (InferenceSession alone = session()) {
            for (int batch = 1; batch <= SESSIONS; batch++) {
                expected[batch - 1] = run(alone, batch);
            }
        }
        ExecutorService threads = Executors.newFixedThreadPool(SESSIONS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                int start = i;
                all.add(threads.submit(() -> inTurn(expected, start)));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(engine.kernels().bytes()).isZero();
    }

    /** Every batch twice, in a session that comes and goes while others compute. */
    private void inTurn(float[][] expected, int start) {
        for (int time = 0; time < 2; time++) {
            try (InferenceSession session = session()) {
                for (int i = 0; i < SESSIONS; i++) {
                    int batch = (start + i) % SESSIONS + 1;
                    assertThat(run(session, batch)).as("batch of %d", batch).isEqualTo(expected[batch - 1]);
                }
            }
        }
    }
}
