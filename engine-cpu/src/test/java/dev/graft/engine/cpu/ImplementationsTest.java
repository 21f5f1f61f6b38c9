package dev.graft.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.efficientnet.EfficientNetB0;
import dev.graft.backbone.inception.InceptionV3;
import dev.graft.backbone.resnet.ResNet50;
import dev.graft.backbone.vgg.Vgg19;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.Precision;
import dev.graft.engine.compiled.TrainingTask;
import dev.graft.engine.program.Program;
import dev.graft.engine.program.Programs;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.model.TransferModel;
import dev.graft.testkit.model.TestModels;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing in the backbones' plans may fall to oneDNN's reference, which is 10 to 500 times slower and does not say so. */
class ImplementationsTest {
    private static final int BATCH = 4;

    private final CpuEngine engine = new CpuEngine(new EngineOptions(2));

    static Stream<Backbone> backbones() {
        return Stream.of(new Vgg19(), new ResNet50(), new InceptionV3(), new EfficientNetB0());
    }

    @BeforeEach
    void threads() {
        engine.applyThreads();
    }

    @ParameterizedTest
    @MethodSource("backbones")
    void inferenceIsFast(Backbone backbone) {
        TransferModel model = model(backbone);
        Program program = Programs.inference(model.graph(), input(model), List.of(model.featureLayer(), "head_out"));
        ResolvedFreeze nothing = model.resolve(FreezePolicy.allFrozen());
        for (Precision precision : Precision.values()) {
            MapFormat format = MapFormat.forInference(model.graph());
            try (TrainedParameters parameters = parameters(model, nothing);
                    Plan plan = engine.compiler().compile(program, BATCH, format, precision, parameters)) {
                assertFast(plan);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("backbones")
    void trainingIsFast(Backbone backbone) {
        TransferModel model = model(backbone);
        for (BatchNormMode mode : BatchNormMode.values()) {
            ResolvedFreeze all = model.resolve(FreezePolicy.allTrainable().withBatchNorm(mode));
            Program program =
                    Programs.training(model.graph(), model.frozenPrefix(all), cut(model, all), all, model.headLayers());
            for (Precision precision : Precision.values()) {
                MapFormat format = MapFormat.forTraining(model.graph(), true);
                try (TrainedParameters parameters = parameters(model, all);
                        Plan plan = engine.compiler().compile(program, BATCH, format, precision, parameters)) {
                    assertFast(plan);
                }
            }
        }
    }

    private static void assertFast(Plan plan) {
        assertThat(plan.implementations()).isNotEmpty().noneMatch(line -> line.contains(": ref"));
    }

    private static TransferModel model(Backbone backbone) {
        int size = backbone.spec().minimumSize() + 64;
        return TestModels.builder(backbone)
                .size(size)
                .weights(TestModels.zeros())
                .build();
    }

    private TrainedParameters parameters(TransferModel model, ResolvedFreeze freeze) {
        FrozenPrefix prefix = model.frozenPrefix(freeze);
        TrainingTask task = new TrainingTask(model.graph(), prefix, freeze, model.headLayers());
        return new TrainedParameters(engine.dnn(), engine.kernels(), task, Map.of());
    }

    private static Map<String, List<Integer>> input(TransferModel model) {
        int size = model.description().inputShape().height();
        return Map.of(model.graph().getConfiguration().getNetworkInputs().get(0), List.of(3, size, size));
    }

    private static Map<String, List<Integer>> cut(TransferModel model, ResolvedFreeze freeze) {
        String cut = model.frozenPrefix(freeze).cut().get(0);
        long[] shape;
        try (InferenceSession session = new CpuEngine(new EngineOptions(2)).inference(model.graph(), List.of(cut))) {
            shape = session
                    .run(TestModels.images(1, model.description().inputShape().height(), 1))[0].shape();
        }
        return Map.of(cut, List.of((int) shape[1], (int) shape[2], (int) shape[3]));
    }
}
