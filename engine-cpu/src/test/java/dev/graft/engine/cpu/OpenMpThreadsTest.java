package dev.graft.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.backbone.efficientnet.EfficientNetB0;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.TrainingSession;
import dev.graft.engine.program.Program;
import dev.graft.engine.program.Programs;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.head.DenseHead;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import dev.graft.optimizer.UpdateRule;
import dev.graft.testkit.model.TestModels;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Heads on frozen features are computed by one thread, with the numbers that several would give. */
class OpenMpThreadsTest {
    private static final int BATCH = 32;

    private final TransferModel model = TestModels.builder(new EfficientNetB0())
            .weights(TestModels.zeros())
            .head(DenseHead.averagePooling().withHidden(64).withDropout(0.5))
            .build();
    private final ResolvedFreeze frozen = model.resolve(FreezePolicy.allFrozen());
    private final FrozenPrefix prefix = model.frozenPrefix(frozen);
    private final OpenMpThreads threads = new OpenMpThreads(3);

    @AfterEach
    void free() {
        model.close();
    }

    @Test
    void aHeadIsSmallAndABackboneIsNot() {
        String cut = prefix.cut().get(0);
        Program head = Programs.training(model.graph(), prefix, Map.of(cut, List.of(1280)), frozen, model.headLayers());
        Program backbone = Programs.inference(
                model.graph(),
                Map.of(model.graph().getConfiguration().getNetworkInputs().get(0), List.of(3, 32, 32)),
                List.of(cut));

        assertThat(threads.of(head, BATCH)).isEqualTo(1);
        assertThat(threads.of(head, 100 * BATCH)).isEqualTo(3);
        assertThat(threads.of(backbone, BATCH)).isEqualTo(3);
    }

    @Test
    void theNumberHoldsForAPlanAlone() {
        threads.apply();
        AtomicInteger within = new AtomicInteger();

        OpenMpThreads.with(1, () -> {
            within.set(present());
            return within;
        });

        assertThat(within).hasValue(1);
        assertThat(present()).isEqualTo(3);
    }

    @Test
    void numbersOfAHeadDoNotDependOnTheThreads() {
        assertThat(learnt(4)).isEqualTo(learnt(1));
    }

    /** What is answered after some steps. */
    private float[] learnt(int number) {
        CpuEngine engine = new CpuEngine(new EngineOptions(number));
        Nd4j.getRandom().setSeed(5);
        try (TrainingSession session = engine.training(
                        model.graph(), prefix, frozen, model.headLayers(), UpdateRule.of(Optimizer.adam(0.01)));
                INDArray features = Nd4j.rand(BATCH, 1280);
                INDArray labels = TestModels.labels(BATCH, 2)) {
            for (int i = 0; i < 5; i++) {
                session.step(new INDArray[] {features}, labels);
            }
            return session.probabilities(new INDArray[] {features}).data().asFloat();
        }
    }

    private static int present() {
        return NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
    }
}
