package dev.graft.engine.cuda;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.engine.cuda.KernelCases.Size;
import dev.graft.engine.cuda.device.Device;
import dev.graft.engine.cuda.host.SimulatedDevice.Care;
import dev.graft.engine.cuda.plan.Argument;
import dev.graft.engine.cuda.plan.Buffer;
import dev.graft.engine.cuda.plan.Command.Extent3;
import dev.graft.engine.cuda.plan.Command.KernelLaunch;
import dev.graft.engine.cuda.plan.DevicePlan;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.program.Forward;
import dev.graft.engine.program.Value.Kind;
import dev.graft.preprocess.Preprocessing;
import dev.graft.testkit.Effort;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The checks of kernels and plans notice what is wrong: each fault here was seen red. */
class MutationsTest {
    private static final UnaryOperator<DevicePlan> AS_IT_IS = plan -> plan;

    /** Of several blocks and tiles. */
    private static KernelCase reduction() {
        return new KernelCase("reduction", new Forward.BatchNormalization(1e-3, false, false), 2)
                .with(37, 23, 19)
                .parameter(37)
                .gives(37, 23, 19)
                .gives(Kind.BATCH_STATISTICS, 37)
                .gives(Kind.BATCH_STATISTICS, 37);
    }

    private static KernelCase dropout() {
        return new KernelCase("dropout", new Forward.Dropout(0.5, 7, false), 2)
                .with(5, 7, 6)
                .gives(5, 7, 6);
    }

    private static KernelCase depthwise() {
        return KernelCases.depthwiseKernelGradient(new Size(2, 33, 263, 4), KernelCases.WINDOWS.get(0));
    }

    private static void notice(KernelCase given, Device device, UnaryOperator<DevicePlan> mutation, String how) {
        assertThatThrownBy(() -> KernelNumbers.check(given, device, ElementType.F32, mutation))
                .hasMessageContaining(how);
    }

    // ---- kernels

    static Stream<Arguments> faults() {
        String lanes = "    __syncthreads();\n    for (int k = 0; k < K && threadIdx.y == 0; k++) {";
        String own = "    __syncthreads();\n    unsigned* counter";
        String last = "    __syncthreads();\n    if (!last) {";
        Stream<Arguments> usual = Stream.of(
                Arguments.of(
                        "lanes are added up before all are there", lanes, lanes.substring(21), "order of its threads"),
                Arguments.of(
                        "a barrier for some threads only",
                        lanes,
                        "    if (threadIdx.x < 16) {\n    __syncthreads();\n    }\n" + lanes.substring(21),
                        "wait at different barriers"),
                Arguments.of("a counter that is not reset", "        *counter = 0;\n", "", "is not 0 after a run"));
        Stream<Arguments> thorough = Stream.of(
                Arguments.of("the last block is told before it is known", last, last.substring(21), "left the kernel"),
                Arguments.of(
                        "threads that leave before a barrier",
                        last,
                        "    if (threadIdx.x < 16) {\n        return false;\n    }\n" + last,
                        "left the kernel before a barrier"),
                Arguments.of(
                        "a block's sums in its neighbour's place",
                        "own[((long long) blockIdx.y * K + k) * channels + c] = sums[k];",
                        "own[((long long) blockIdx.y * K + k) * channels + c + 1] = sums[k];",
                        "writes beside"),
                Arguments.of("one lane too few", "lane < LANES; lane++", "lane < LANES - 1; lane++", "v"),
                Arguments.of(
                        "one block too few", "block < (int) gridDim.y && c", "block < (int) gridDim.y - 1 && c", "v"),
                Arguments.of(
                        "a barrier in a kernel without",
                        "    float v[VECTOR];\n    load(x, from, n, v);\n    int c = (int) (from % channels);\n    for (int i = 0; i < VECTOR; i++) {\n        float factor",
                        "    __syncthreads();\n    float v[VECTOR];\n    load(x, from, n, v);\n    int c = (int) (from % channels);\n    for (int i = 0; i < VECTOR; i++) {\n        float factor",
                        "not BLOCKWIDE"));
        return Effort.THOROUGH ? Stream.concat(usual, thorough) : usual;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void faultsInReductionsAreNoticed(String name, String before, String after, String how) {
        notice(reduction(), Mutation.device(before, after), AS_IT_IS, how);
    }

    @Test
    void withoutAFaultNothingIsNoticed() {
        for (KernelCase each : List.of(reduction(), dropout(), depthwise())) {
            assertThatCode(() -> KernelNumbers.check(each, Simulation.device(Care.BOTH_WAYS), ElementType.F32))
                    .doesNotThrowAnyException();
        }
    }

    // ---- launches

    @Test
    void aStepNumberThatIsNotPassedOnIsNoticed() {
        notice(
                dropout(),
                Simulation.device(Care.BOTH_WAYS),
                Mutation.launches(
                        "dropout", launch -> Mutation.argument(launch, 2, new Buffer("cells", 64, ElementType.I32, 1))),
                "dropout");
    }

    @Test
    void anOffsetThatIsOffIsNoticed() {
        Device device = Simulation.device(Care.BOTH_WAYS);
        notice(dropout(), device, Mutation.launches("dropout", launch -> moved(launch, 1, -16)), "");
        notice(dropout(), device, Mutation.launches("dropout", launch -> moved(launch, 0, 16)), "");
        notice(depthwise(), device, Mutation.launches("depthwiseKernelGradient", launch -> moved(launch, 4, 16)), "");
    }

    private static KernelLaunch moved(KernelLaunch launch, int number, long bytes) {
        Buffer buffer = (Buffer) launch.arguments().get(number);
        long offset = Math.max(0, buffer.offset() + bytes);
        // It ends where it did: what the kernel believes is longer.
        long count =
                Math.min(buffer.count(), buffer.count() - bytes / buffer.type().bytes());
        return Mutation.argument(launch, number, new Buffer(buffer.segment(), offset, buffer.type(), count));
    }

    @Test
    void redInTheChannelOfBlueIsNoticed() {
        notice(
                KernelCases.images(Preprocessing.CAFFE),
                Simulation.device(Care.BOTH_WAYS),
                Mutation.launches(
                        "enterImages",
                        launch -> Mutation.argument(
                                Mutation.argument(launch, 4, new Argument.Whole(0)), 6, new Argument.Whole(2))),
                "images CAFFE");
    }

    @Test
    void tooFewBlocksAreNoticed() {
        notice(
                dropout(),
                Simulation.device(Care.BOTH_WAYS),
                Mutation.launches("dropout", launch -> Mutation.grid(launch, new Extent3(1, 1, 1))),
                // It lies over its argument, which is left there.
                "dropout");
        notice(
                reduction(),
                Simulation.device(Care.BOTH_WAYS),
                Mutation.launches(
                        "batchStatistics",
                        launch -> Mutation.grid(
                                launch, new Extent3(1, launch.grid().y(), 1))),
                "NaN");
    }

    @Test
    void argumentsOfAnotherTypeAreNoticed() {
        Device device = Simulation.device(Care.BOTH_WAYS);
        notice(
                dropout(),
                device,
                Mutation.launches("dropout", launch -> Mutation.argument(launch, 3, new Argument.Whole(420))),
                "is given Whole");
        notice(
                dropout(),
                device,
                Mutation.launches(
                        "dropout", launch -> Mutation.argument(launch, 2, new Buffer("cells", 0, ElementType.F32, 1))),
                "is given Buffer");
        notice(
                dropout(),
                device,
                Mutation.launches(
                        "dropout",
                        launch -> new KernelLaunch(
                                "dropout",
                                launch.maps(),
                                launch.grid(),
                                launch.block(),
                                launch.arguments().subList(0, 9))),
                "takes 10 arguments");
        notice(
                dropout(),
                device,
                Mutation.launches(
                        "dropout",
                        launch -> new KernelLaunch(
                                "dropOut", launch.maps(), launch.grid(), launch.block(), launch.arguments())),
                "There is no kernel dropOut");
    }

    @Test
    void commandsInTheWrongOrderAreNoticed() {
        notice(
                reduction(),
                Simulation.device(Care.BOTH_WAYS),
                plan -> Mutation.swapped(plan, 0),
                "before it is written");
        notice(
                reduction(),
                Simulation.device(Care.BOTH_WAYS),
                plan -> Mutation.swapped(plan, 1),
                "before it is written");
    }
}
