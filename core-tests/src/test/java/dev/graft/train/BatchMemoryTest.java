package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.image.RgbImage;
import dev.graft.loss.CrossEntropy;
import dev.graft.model.TransferModel;
import dev.graft.testkit.model.TestModels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Native memory of batches is given back when they are closed, however little the garbage collector has to do. */
@EnabledOnOs(OS.LINUX)
class BatchMemoryTest {
    private static final int ROUNDS = 100;
    private static final int IMAGES = 256;
    /** Of one batch: 3 MiB. */
    private static final long BYTES = IMAGES * 3 * 32 * 32 * 4L;

    /** Held here, so that only closing can have freed them. */
    private final List<INDArray> closed = new ArrayList<>();

    private final TransferModel model = TestModels.tiny();

    @Test
    void ofBatchesAndLabelsThatAreClosed() {
        List<RgbImage> pictures = Collections.nCopies(IMAGES, new RgbImage(32, 32, new byte[3 * 32 * 32]));
        List<Integer> labels = Collections.nCopies(IMAGES, 1);
        CrossEntropy loss = CrossEntropy.plain();
        long before = 0;
        for (int i = -10; i < ROUNDS; i++) {
            if (i == 0) {
                before = ResidentMemory.bytes();
            }
            INDArray[] arrays = {model.description().batch(pictures).preprocessed(), loss.rows(labels, 3000)};
            NativeArrays.release(arrays);
            closed.addAll(List.of(arrays));
        }

        // Java's heap holds copies that wait for the collector; the native ones alone are 600 MiB.
        assertThat(ResidentMemory.bytes() - before).isLessThan(ROUNDS * BYTES / 2);
    }

    @Test
    void ofWhatStepsAndAnswersTake() {
        Engine engine = new Dl4jEngine(new EngineOptions(2));
        try (InferenceSession session = engine.inference(model.graph(), List.of("head_out"))) {
            for (INDArray array : List.of(
                    model.description()
                            .batch(List.of(new RgbImage(32, 32, new byte[3 * 32 * 32])))
                            .preprocessed(),
                    CrossEntropy.plain().rows(List.of(0, 1), 2),
                    session.run(TestModels.images(2, 32, 1))[0])) {
                assertThat(array.closeable()).isTrue();
                NativeArrays.release(array);
                assertThat(array.wasClosed()).isTrue();
            }
        }
    }
}
