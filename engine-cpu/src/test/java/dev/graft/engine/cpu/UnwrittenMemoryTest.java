package dev.graft.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.engine.EngineOptions;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.Precision;
import dev.graft.engine.compiled.TrainingTask;
import dev.graft.engine.program.Differentiation;
import dev.graft.engine.program.Program;
import dev.graft.engine.program.Programs;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.model.TransferModel;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.program.SmallNetworks;
import dev.graft.testkit.program.SmallNetworks.Network;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A plan reads nothing that it has not written: not what fills up blocks of channels, nor what lies around maps. */
class UnwrittenMemoryTest {
    private static final int BATCH = 3;

    private final CpuEngine engine = new CpuEngine(new EngineOptions(2));

    static Stream<Network> networks() {
        return SmallNetworks.networks();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void whatLayInMemoryBeforeDoesNotMatter(Network network) {
        TransferModel model = network.model();
        ResolvedFreeze all = model.resolve(FreezePolicy.allTrainable());
        FrozenPrefix prefix = model.frozenPrefix(all);
        Program program = Differentiation.of(Programs.improved(network.forward(all)));
        int size = model.description().inputShape().height();
        INDArray[] cut;
        try (InferenceSession frozen = engine.inference(model.graph(), prefix.cut())) {
            cut = frozen.run(TestModels.preprocessedImages(network.backbone(), BATCH, size, 3));
        }
        for (MapFormat format : MapFormat.values()) {
            for (Precision precision : Precision.values()) {
                try (TrainedParameters parameters = new TrainedParameters(
                                engine.dnn(),
                                engine.kernels(),
                                new TrainingTask(model.graph(), prefix, all, model.headLayers()),
                                Map.of());
                        Plan plan = engine.compiler().compile(program, BATCH, format, precision, parameters)) {
                    float[] clean = gradients(plan, parameters, cut);
                    plan.scribble();
                    assertThat(gradients(plan, parameters, cut))
                            .as("%s, %s", format, precision)
                            .isEqualTo(clean);
                }
            }
        }
    }

    private static float[] gradients(Plan plan, TrainedParameters parameters, INDArray[] cut) {
        Batch batch = new Batch(TestModels.labels(BATCH, 2), Optional.empty(), 0);
        plan.run(batch, cut, new INDArray[0]);
        assertThat(batch.loss()).isFinite();
        float[] gradients = parameters.gradients().toArray();
        for (float gradient : gradients) {
            assertThat(Float.isFinite(gradient)).isTrue();
        }
        return gradients;
    }
}
