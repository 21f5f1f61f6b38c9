package dev.graft.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import dev.graft.engine.Availability;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.ImageBatch;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.PendingStep;
import dev.graft.engine.Precision;
import dev.graft.engine.StepResult;
import dev.graft.engine.TrainingSession;
import dev.graft.engine.TrainingState;
import dev.graft.engine.cuda.StandInGpu.Order;
import dev.graft.engine.cuda.device.Device;
import dev.graft.engine.cuda.device.DeviceMemory;
import dev.graft.engine.cuda.device.Executable;
import dev.graft.engine.cuda.device.OutOfDeviceMemoryException;
import dev.graft.engine.cuda.device.PendingRead;
import dev.graft.engine.cuda.nvidia.Installation;
import dev.graft.engine.cuda.nvidia.NvidiaDevice;
import dev.graft.engine.cuda.plan.DevicePlan;
import dev.graft.error.GraftException;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.graph.InputShape;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Clipping;
import dev.graft.optimizer.Optimizer;
import dev.graft.optimizer.UpdateRule;
import dev.graft.preprocess.Preprocessing;
import dev.graft.testkit.Effort;
import dev.graft.testkit.model.Snapshot;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import dev.graft.testkit.program.SmallNetworks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** All calls of the driver, by a GPU that g++ compiled: its numbers are the simulated device's, to the last bit. */
class NvidiaDeviceTest {
    private static final FreezePolicy LAST = FreezePolicy.lastLayers(9);

    /** What the simulated device came to, by precision: nothing else differs. */
    private static final Map<Precision, List<Integer>> EXPECTED = new EnumMap<>(Precision.class);

    private final StandInGpu gpu;

    NvidiaDeviceTest(@TempDir Path folder) {
        gpu = StandInGpu.computing(folder);
    }

    @AfterEach
    void everythingWasAllowedAndIsGivenBack() {
        assertThat(gpu.faults()).isEmpty();
        assertThat(gpu.live()).isEmpty();
    }

    private NvidiaDevice open(Precision precision) {
        return Installation.find(gpu.libraries()).open(OptionalInt.empty(), precision);
    }

    private static CudaEngine engine(Device device, Precision precision) {
        return new CudaEngine(new EngineOptions(1, precision), device);
    }

    private static List<Integer> expected(Precision precision) {
        return EXPECTED.computeIfAbsent(precision, each -> new Round(Simulation.fast(each)).numbers());
    }

    /** Features, steps of several batches, evaluations, a state that is restored: the bits of all that comes out. */
    private static final class Round {
        private final Engine engine;
        private final List<Integer> numbers = new ArrayList<>();
        private final TransferModel model = TestModels.tiny(new TinyBackbone(0.4), 42);

        Round(Engine engine) {
            this.engine = engine;
        }

        List<Integer> numbers() {
            ResolvedFreeze freeze = model.resolve(LAST);
            FrozenPrefix prefix = model.frozenPrefix(freeze);
            UpdateRule rule = UpdateRule.of(Optimizer.adam(1e-2))
                    .withClipping(Clipping.byGlobalNorm(1))
                    .withAccumulation(2);
            try (InferenceSession frozen = engine.inference(model.graph(), prefix.cut());
                    TrainingSession session =
                            engine.training(model.graph(), prefix, freeze, model.headLayers(), rule)) {
                for (int step = 0; step < 4; step++) {
                    train(frozen, session, step == 2 ? 9 : 12, step);
                }
                TrainingState state = session.state();
                train(frozen, session, 12, 4);
                session.restore(state);
                train(frozen, session, 12, 4);
                session.writeBack();
            }
            Snapshot.of(model.graph()).values().values().forEach(this::add);
            return numbers;
        }

        /** Three steps follow each other before anything of them is asked for: of batches so large that they are uploaded aside. */
        private void train(InferenceSession frozen, TrainingSession session, int images, int seed) {
            INDArray labels = TestModels.labels(images, 2);
            List<INDArray[]> all = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                all.add(frozen.run(TestModels.images(images, 32, 3 * seed + i)));
                Arrays.stream(all.get(i)).map(Snapshot::floats).forEach(this::add);
            }
            List<PendingStep> begun = new ArrayList<>();
            for (INDArray[] cut : all) {
                begun.add(session.begin(cut, labels, Optional.empty()));
                Arrays.stream(cut).forEach(array -> array.assign(Float.NaN));
            }
            for (PendingStep step : begun) {
                add((float) step.result().loss(), step.result().correct());
            }
            add(Snapshot.floats(session.probabilities(frozen.run(TestModels.images(images, 32, seed)))));
        }

        private void add(float... values) {
            for (float value : values) {
                numbers.add(Float.floatToRawIntBits(value));
            }
        }
    }

    static Stream<Arguments> precisionsAndOrders() {
        return Stream.of(Precision.F32, Precision.BF16)
                .flatMap(precision -> Stream.of(Order.values()).map(order -> Arguments.of(precision, order)));
    }

    @ParameterizedTest
    @MethodSource("precisionsAndOrders")
    void itTrainsAsTheSimulatedDevice(Precision precision, Order order) {
        gpu.order(order);
        try (NvidiaDevice device = open(precision)) {
            assertThat(new Round(engine(unclosed(device), precision)).numbers()).isEqualTo(expected(precision));
        }
    }

    /** Of networks that have every operation, from images as bytes. */
    @Test
    void allOperationsComeToTheSameNumbers() {
        try (NvidiaDevice device = open(Precision.F32)) {
            SmallNetworks.networks()
                    .forEach(network -> assertThat(step(engine(unclosed(device), Precision.F32), network.model()))
                            .as("%s", network)
                            .isEqualTo(step(Simulation.fast(Precision.F32), network.model())));
        }
    }

    /** The loss and what is answered after it. */
    private static List<Object> step(Engine engine, TransferModel model) {
        ResolvedFreeze freeze = model.resolve(FreezePolicy.allTrainable());
        FrozenPrefix prefix = model.frozenPrefix(freeze);
        InputShape shape = model.description().inputShape();
        UpdateRule rule = UpdateRule.of(Optimizer.adam(1e-2));
        try (InferenceSession frozen = engine.inference(model.graph(), prefix.cut());
                TrainingSession session = engine.training(model.graph(), prefix, freeze, model.headLayers(), rule)) {
            INDArray[] cut = frozen.run(new ImageBatch(TestModels.pictures(3, shape, 1), shape, Preprocessing.TORCH));
            StepResult result = session.step(cut, TestModels.labels(3, 2));
            return List.of(result, Arrays.toString(Snapshot.floats(session.probabilities(cut))));
        }
    }

    /** Engines close their devices when nobody uses them any more, which a test does not wait for. */
    private static Device unclosed(Device device) {
        return new Watching(device, new ArrayList<>(), true);
    }

    /** Keeps what is prepared, and can run it without its graph. */
    private record Watching(Device inner, List<Prepared> prepared, boolean captured) implements Device {
        record Prepared(DevicePlan plan, Executable executable) {}

        @Override
        public String describe() {
            return inner.describe();
        }

        @Override
        public DeviceMemory allocate(long bytes) {
            return inner.allocate(bytes);
        }

        @Override
        public Executable prepare(DevicePlan plan, Map<String, DeviceMemory> memory) {
            Executable executable = inner.prepare(plan, memory);
            prepared.add(new Prepared(plan, executable));
            return new Executable() {
                @Override
                public void run() {
                    if (captured) {
                        executable.run();
                    } else {
                        executable.runUncaptured();
                    }
                }

                @Override
                public double[] profile(int runs) {
                    return executable.profile(runs);
                }

                @Override
                public void close() {
                    executable.close();
                }
            };
        }

        @Override
        public void close() {}
    }

    /** More than goes at once through the memory in between, without anything that waits. */
    @ParameterizedTest
    @EnumSource
    void manyUploadsArriveEachAtItsPlace(Order order) {
        gpu.order(order);
        int count = 3 << 20;
        try (NvidiaDevice device = open(Precision.F32)) {
            List<DeviceMemory> blocks = new ArrayList<>();
            float[] values = new float[count];
            float[] expected = new float[count];
            for (int block = 0; block < 7; block++) {
                DeviceMemory memory = device.allocate(4L * count);
                blocks.add(memory);
                Arrays.fill(values, block);
                memory.write(0, values);
            }
            for (int block = 0; block < blocks.size(); block++) {
                blocks.get(block).read(0, values);
                Arrays.fill(expected, block);
                assertThat(Arrays.equals(values, expected))
                        .as("block %d", block)
                        .isTrue();
            }
            blocks.forEach(DeviceMemory::close);
        }
    }

    @Test
    void whatIsReadLaterIsWhatLayThereThen() {
        try (NvidiaDevice device = open(Precision.F32);
                DeviceMemory memory = device.allocate(8)) {
            List<PendingRead> reads = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                memory.write(0, new int[] {i, -i});
                reads.add(memory.readLater(4, 4));
            }
            PendingRead last = reads.get(99);
            assertThat(last.isDone()).isFalse();
            assertThat(last.bytes().getInt(0)).isEqualTo(-99);
            assertThat(last.isDone()).isTrue();
            assertThat(reads).allMatch(PendingRead::isDone);
            assertThat(reads)
                    .extracting(read -> -read.bytes().getInt(0))
                    .isEqualTo(IntStream.range(0, 100).boxed().toList());
        }
    }

    /** The driver must be told for each thread what it works on. */
    @Test
    void eachCallMayComeFromAnotherThread() throws Exception {
        NvidiaDevice device = open(Precision.F32);
        Watching watching = new Watching(device, new ArrayList<>(), true);
        infer(watching);
        float[] values = new float[20_000];
        List<DeviceMemory> memory = new ArrayList<>();
        List<PendingRead> reads = new ArrayList<>();
        TransferModel model = TestModels.tiny();
        InferenceSession session = engine(watching, Precision.F32)
                .inference(model.graph(), model.graph().getConfiguration().getNetworkOutputs());
        session.run(TestModels.images(2, 32, 1));
        Executable executable = watching.prepared().get(1).executable();
        List<Runnable> calls = List.of(
                () -> memory.add(device.allocate(80_000)),
                () -> memory.get(0).clear(),
                () -> memory.get(0).write(0, values),
                () -> memory.get(0).read(0, values),
                () -> reads.add(memory.get(0).readLater(0, 4)),
                () -> reads.get(0).isDone(),
                () -> reads.get(0).bytes(),
                executable::run,
                executable::runUncaptured,
                () -> executable.profile(1),
                session::close,
                () -> memory.get(0).close(),
                device::close);
        for (Runnable call : calls) {
            FutureTask<Boolean> task = new FutureTask<>(call, true);
            new Thread(task).start();
            assertThat(task.get()).isTrue();
        }
    }

    @Test
    void commandsOneByOneAreTheGraph() {
        try (NvidiaDevice device = open(Precision.BF16)) {
            Device uncaptured = new Watching(device, new ArrayList<>(), false);
            int before = gpu.calls("cuGraphLaunch");
            assertThat(new Round(engine(uncaptured, Precision.BF16)).numbers()).isEqualTo(expected(Precision.BF16));
            assertThat(gpu.calls("cuGraphLaunch")).isEqualTo(before);
        }
    }

    /** On the stand-in's clock each command takes a millisecond. */
    @Test
    void aProfileHasATimeForEachCommand() {
        try (NvidiaDevice device = open(Precision.F32)) {
            Watching watching = new Watching(device, new ArrayList<>(), true);
            TransferModel model = TestModels.tiny();
            try (InferenceSession session = engine(watching, Precision.F32)
                    .inference(model.graph(), model.graph().getConfiguration().getNetworkOutputs())) {
                session.run(TestModels.images(2, 32, 1));
                Watching.Prepared prepared = watching.prepared().get(0);

                assertThat(prepared.executable().profile(3))
                        .hasSize(prepared.plan().steps().size())
                        .hasSizeGreaterThan(10)
                        .containsOnly(1.0);
            }
        }
    }

    @Test
    void sessionsOfSeveralThreadsShareIt() throws Exception {
        gpu.order(Order.NEWER_AT_ONCE);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (NvidiaDevice device = open(Precision.F32)) {
            CudaEngine engine = engine(unclosed(device), Precision.F32);
            Callable<List<Integer>> round = () -> new Round(engine).numbers();
            for (Future<List<Integer>> each : threads.invokeAll(List.of(round, round))) {
                assertThat(each.get()).isEqualTo(expected(Precision.F32));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Only then is a way of cuDNN taken that rounds single precision. */
    @Test
    void tensorCoresRoundWhereThatIsAskedFor() {
        float[] exact = outputs(Precision.F32);
        float[] rounded = outputs(Precision.TF32);

        assertThat(rounded).isNotEqualTo(exact);
        for (int i = 0; i < exact.length; i++) {
            assertThat(rounded[i]).isCloseTo(exact[i], within(1e-2f));
        }
    }

    private float[] outputs(Precision precision) {
        try (NvidiaDevice device = open(precision)) {
            TransferModel model = TestModels.tiny();
            try (InferenceSession session = engine(unclosed(device), precision)
                    .inference(model.graph(), model.graph().getConfiguration().getNetworkOutputs())) {
                return Snapshot.floats(session.run(TestModels.images(2, 32, 1))[0]);
            }
        }
    }

    @Test
    void aBatchThatDoesNotFitIsToldAndASmallerOneRuns() {
        try (NvidiaDevice device = open(Precision.F32)) {
            infer(device);
            long before = gpu.taken();
            TransferModel model = TestModels.tiny();
            try (InferenceSession session = engine(unclosed(device), Precision.F32)
                    .inference(model.graph(), model.graph().getConfiguration().getNetworkOutputs())) {
                session.run(TestModels.images(4, 32, 1));
                long four = gpu.taken();
                gpu.memory(four + 2 * (four - before));
                List<Integer> told = new ArrayList<>(List.of(16));
                while (refused(session, told.get(told.size() - 1)) instanceof OutOfDeviceMemoryException refused) {
                    assertThat(refused).hasMessageMatching("A batch of \\d+ images needs .* about \\d+ would fit: .*");
                    assertThat(gpu.taken())
                            .as("what the batch had got is freed")
                            .isEqualTo(four);
                    told.add(Integer.parseInt(refused.getMessage().replaceAll(".* about (\\d+) would fit.*", "$1")));
                }
                // By shares alone: what is no image's is counted with the images.
                assertThat(told).hasSizeBetween(2, 3).last().isEqualTo(8);
            }
        }
    }

    private static @Nullable Throwable refused(InferenceSession session, int images) {
        return catchThrowable(() -> session.run(TestModels.images(images, 32, 1)));
    }

    /** Whatever fails half-way, what was taken before is given back. */
    @ParameterizedTest
    @CsvSource({
        "cuMemAlloc_v2, 2",
        "cuMemHostAlloc, 2",
        "cuEventCreate, 2",
        "cuMemsetD8Async, 700",
        "cuMemcpyHtoDAsync_v2, 700",
        "cuModuleLoadData, 209",
        "cuLaunchKernel, 701",
        "cuStreamBeginCapture_v2, 900",
        "cuStreamEndCapture, 901",
        "cuGraphInstantiateWithFlags, 2",
        "cuGraphLaunch, 2",
        "cudnnBackendCreateDescriptor, 2000",
        "cudnnBackendExecute, 2000"
    })
    void whatFailsHalfWayLeavesNothingBehind(String function, int status) {
        int all;
        try (NvidiaDevice device = open(Precision.F32)) {
            int before = gpu.calls(function);
            infer(device);
            all = gpu.calls(function) - before;
        }
        assertThat(all).isPositive();
        for (int number = 1; number <= all; number += Math.max(1, all / Effort.of(5, all))) {
            try (NvidiaDevice device = open(Precision.F32)) {
                gpu.fail(function, number, status);
                assertThatThrownBy(() -> infer(device))
                        .as("call %d of %d", number, all)
                        .isInstanceOf(GraftException.class);
                infer(device);
            }
            assertThat(gpu.live()).as("call %d of %d", number, all).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"cuStreamCreate, 1", "cuStreamCreate, 2", "cudnnCreate, 1", "cudnnSetStream, 1", "cuEventCreate, 1"})
    void aDeviceThatCannotBeOpenedIsGivenBack(String function, int number) {
        gpu.fail(function, number, 2);

        assertThatThrownBy(() -> open(Precision.F32)).isInstanceOf(GraftException.class);
        assertThat(gpu.live()).isEmpty();
    }

    private static void infer(Device device) {
        TransferModel model = TestModels.tiny();
        try (InferenceSession session = engine(unclosed(device), Precision.F32)
                .inference(model.graph(), model.graph().getConfiguration().getNetworkOutputs())) {
            session.run(TestModels.images(2, 32, 1));
        }
    }

    @Test
    void kernelsAreCompiledOnceForAllPrograms() {
        for (int i = 0; i < 2; i++) {
            try (NvidiaDevice device = open(Precision.F32)) {
                infer(device);
            }
            assertThat(gpu.compilations()).isEqualTo(1);
        }
    }

    /** As {@code graft engines} and {@code --engine cuda} do. */
    @Test
    void itIsFoundAndTrains() {
        CudaEngineProvider provider = new CudaEngineProvider(gpu::libraries);
        assertThat(provider.probe())
                .isEqualTo(Availability.yes("0: Stub X; driver for CUDA 13.0, NVRTC 13.0, cuDNN 9.24.0"));

        CudaEngine engine = (CudaEngine) provider.create(new EngineOptions(1, Precision.F32));
        assertThat(new Round(engine).numbers()).isEqualTo(expected(Precision.F32));
        engine.device().close();
    }
}
