package dev.graft.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.backbone.resnet.ResNet50;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.Precision;
import dev.graft.engine.TrainingSession;
import dev.graft.engine.compiled.EngineProfile;
import dev.graft.engine.compiled.EngineProfile.OperationTime;
import dev.graft.engine.compiled.OperationRecorder;
import dev.graft.engine.compiled.Phase;
import dev.graft.engine.compiled.PlannedOperation;
import dev.graft.engine.compiled.Subject;
import dev.graft.engine.compiled.TrainingTask;
import dev.graft.engine.program.Differentiation;
import dev.graft.engine.program.Program;
import dev.graft.engine.program.Programs;
import dev.graft.engine.program.Work;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.program.SmallNetworks;
import dev.graft.testkit.program.SmallNetworks.Network;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.dnnl.memory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a profile says about a plan: all of it, once, with the work of each operation. */
class CpuProfileTest {
    private static final int BATCH = 3;
    private static final int SIZE = 64;

    private final AtomicLong clock = new AtomicLong();
    private final EngineProfile profile = new EngineProfile(clock::getAndIncrement);

    static Stream<Network> networks() {
        return SmallNetworks.networks();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void everyStepBelongsToOneOperationAndTheWorkIsTheProgrammes(Network network) {
        CpuEngine engine = new CpuEngine(new EngineOptions(1));
        TransferModel model = network.model();
        ResolvedFreeze all = model.resolve(FreezePolicy.allTrainable());
        Program program = Differentiation.of(Programs.improved(network.forward(all)));
        FrozenPrefix prefix = model.frozenPrefix(all);
        try (TrainedParameters parameters = new TrainedParameters(
                        engine.dnn(),
                        engine.kernels(),
                        new TrainingTask(model.graph(), prefix, all, model.headLayers()),
                        Map.of());
                Plan plan = engine.compiler()
                        .compile(
                                program,
                                BATCH,
                                MapFormat.forTraining(model.graph(), true),
                                Precision.F32,
                                parameters)) {
            Map<PlannedOperation, Long> steps =
                    plan.steps().stream().collect(Collectors.groupingBy(PlannedStep::operation, Collectors.counting()));
            assertThat(steps).allSatisfy((operation, count) -> {
                assertThat(operation.steps()).as(operation.toString()).isEqualTo(count.intValue());
                assertThat(operation.bytes()).as(operation.toString()).isPositive();
                assertThat(operation.implementation()).isNotEmpty();
            });
            assertThat(steps.keySet().stream().map(PlannedOperation::number)).doesNotHaveDuplicates();
            long multiplications = program.instructions().stream()
                    .mapToLong(Work::multiplications)
                    .sum();
            assertThat(steps.keySet().stream()
                            .mapToLong(PlannedOperation::flops)
                            .sum())
                    .isEqualTo(2 * BATCH * multiplications);
        }
    }

    @Test
    void aTrainingStepIsItsOperationsAndTheTimeBetweenThem() {
        CpuEngine engine = new CpuEngine(new EngineOptions(1), profile);
        TransferModel model = resNet();
        ResolvedFreeze all = model.resolve(FreezePolicy.allTrainable());
        FrozenPrefix prefix = model.frozenPrefix(all);
        INDArray images = TestModels.images(BATCH, SIZE, 1);
        try (InferenceSession frozen = engine.inference(model.graph(), prefix.cut());
                TrainingSession session =
                        engine.training(model.graph(), prefix, all, model.headLayers(), Optimizer.adam(1e-4))) {
            INDArray[] cut = frozen.run(images);
            session.step(cut, TestModels.labels(BATCH, 2));
            profile.reset();
            session.step(cut, TestModels.labels(BATCH, 2));
            session.step(cut, TestModels.labels(BATCH, 2));
        }
        List<OperationTime> times = profile.times();
        long steps = times.stream().mapToLong(time -> time.operation().steps()).sum();
        // The clock moves on by one whenever it is looked at: twice for a step, twice for the whole.
        assertThat(profile.passes()).isEqualTo(2);
        assertThat(profile.nanoseconds()).isEqualTo(2 * (2 * steps + 1));
        assertThat(times).allSatisfy(time -> {
            assertThat(time.runs()).isEqualTo(2);
            assertThat(time.nanoseconds()).isEqualTo(2L * time.operation().steps());
        });
        assertThat(times.stream().map(time -> time.operation().phase()).distinct())
                .containsExactlyInAnyOrder(Phase.values());
        // Running mean and variance move in two steps of one operation, for each normalization.
        List<PlannedOperation> statistics = times.stream()
                .map(OperationTime::operation)
                .filter(operation -> operation.operation().equals("UpdateStatistics"))
                .toList();
        assertThat(statistics)
                .hasSize(53)
                .allSatisfy(operation -> assertThat(operation.steps()).isEqualTo(2));
        PlannedOperation adam = times.get(times.size() - 1).operation();
        assertThat(adam.phase()).isEqualTo(Phase.OPTIMIZER);
        assertThat(adam.operation()).isEqualTo("Adam");
        long learning = all.trainableParameters() + model.headTrainableParameters();
        assertThat(adam.bytes()).isEqualTo(7 * learning * Float.BYTES);
    }

    @Test
    void theWorkOfAKnownConvolutionIsExact() {
        CpuEngine engine = new CpuEngine(new EngineOptions(1), profile);
        TransferModel model = resNet();
        try (InferenceSession session = engine.inference(model.graph(), List.of(model.featureLayer()))) {
            session.run(TestModels.images(BATCH, SIZE, 1));
        }
        Map<String, PlannedOperation> byLayer = profile.times().stream()
                .map(OperationTime::operation)
                .filter(operation -> operation.phase() == Phase.FORWARD)
                .filter(operation -> operation.operation().startsWith("Convolution"))
                .collect(Collectors.toMap(PlannedOperation::layer, Function.identity()));
        // 53 convolutions, and features are the last one's after what is fused into it.
        assertThat(byLayer).hasSize(53);
        PlannedOperation first = byLayer.get("conv1_conv");
        assertThat(first.operation()).isEqualTo("Convolution 7x7/2");
        assertThat(first.shape()).isEqualTo("3x64x64 -> 64x32x32");
        assertThat(first.flops()).isEqualTo(2L * BATCH * 64 * 3 * 7 * 7 * 32 * 32);
        long maps = BATCH * (3 * 64 * 64 + 64 * 32 * 32);
        long kernel = 64 * 3 * 7 * 7 + 64;
        assertThat(first.bytes()).isEqualTo(Float.BYTES * (maps + kernel));
    }

    @Test
    void whatSeveralStepsReadOfTheSameMemoryCountsOnce() {
        long[] four = {4};
        long[] three = {3};
        try (memory.desc whole = new memory.desc(four, memory.data_type.f32, memory.format_tag.a);
                memory.desc part = new memory.desc(three, memory.data_type.f32, memory.format_tag.a)) {
            Slot slot = Slot.planned("whole", whole);
            Slot result = Slot.planned("result", part);
            OperationRecorder recorder = new OperationRecorder();
            recorder.begin(new Subject(Phase.FORWARD, "", "", "", false, 0));
            recorder.step(
                    "first",
                    false,
                    PlanBuilder.accesses(List.of(slot.as(part))),
                    PlanBuilder.accesses(List.of(result)));
            assertThat(recorder.operations().get(0).bytes()).isEqualTo((3 + 3) * Float.BYTES);
            recorder.step(
                    "second",
                    false,
                    PlanBuilder.accesses(List.of(slot.from(Float.BYTES, part))),
                    PlanBuilder.accesses(List.of(Slot.planned("other", part))));
            assertThat(recorder.operations().get(0).bytes()).isEqualTo((4 + 3 + 3) * Float.BYTES);
            assertThat(recorder.operations().get(0).implementation()).isEqualTo("first, second");
        }
    }

    private static TransferModel resNet() {
        return TestModels.builder(new ResNet50())
                .size(SIZE)
                .weights(TestModels.zeros())
                .build();
    }
}
