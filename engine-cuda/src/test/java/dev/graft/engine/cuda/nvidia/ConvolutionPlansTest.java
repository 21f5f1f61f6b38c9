package dev.graft.engine.cuda.nvidia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.efficientnet.EfficientNetB0;
import dev.graft.backbone.inception.InceptionV3;
import dev.graft.backbone.resnet.ResNet50;
import dev.graft.backbone.vgg.Vgg19;
import dev.graft.engine.cuda.Plans;
import dev.graft.engine.cuda.nvidia.ConvolutionPlans.Planned;
import dev.graft.engine.cuda.plan.Command.Convolution;
import dev.graft.engine.cuda.plan.ConvolutionGeometry;
import dev.graft.engine.cuda.plan.DevicePlan;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.program.Extent;
import dev.graft.engine.program.Margins;
import dev.graft.engine.program.Window;
import dev.graft.error.GraftException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every convolution of a training step of 32 images has a way on every GPU, by cuDNN's own word; no GPU is needed. */
class ConvolutionPlansTest {
    /**
     * A GPU by its data sheet. The keys are those that cuDNN's library reads.
     *
     * @param capability 900 for 9.0
     * @param bfloat16 whether it has that
     */
    private record Gpu(
            String name,
            int capability,
            int multiprocessors,
            long cache,
            long memory,
            long sharedMemory,
            boolean bfloat16) {
        String json() {
            return String.format(
                    Locale.ROOT,
                    "{\"deviceName\":\"%s\",\"cudaDeviceId\":0,\"deviceVer\":%d,\"driverVer\":13000,\"isTccDriver\":0,"
                            + "\"l2CacheSize\":%d,\"maxBlockSize\":[1024,1024,64],\"maxCtasPerSM\":%d,"
                            + "\"maxGridSize\":[2147483647,65535,65535],\"maxRegistersPerSM\":65536,"
                            + "\"maxSharedMemoryPerBlock\":49152,\"maxSharedMemoryPerBlockOptin\":%d,"
                            + "\"maxThreadsPerBlock\":1024,\"maxThreadsPerSM\":%d,\"memClockRateKHz\":3201000,"
                            + "\"multiProcessorCount\":%d,\"pciDeviceId\":0,\"regsPerBlock\":65536,"
                            + "\"reservedSharedMemoryPerBlock\":%d,\"smClockRateKHz\":1980000,\"supportCoopLaunch\":1,"
                            + "\"totalGlobalMem\":%d,\"warpSize\":32}",
                    name,
                    capability,
                    cache,
                    capability == 750 ? 16 : 24,
                    sharedMemory,
                    capability == 750 ? 1024 : capability == 890 || capability == 1200 ? 1536 : 2048,
                    multiprocessors,
                    capability == 750 ? 0 : 1024,
                    memory);
        }
    }

    private static final List<Gpu> GPUS = List.of(
            new Gpu("NVIDIA H200", 900, 132, 62914560, 150754820096L, 232448, true),
            new Gpu("NVIDIA A100-SXM4-80GB", 800, 108, 41943040, 85899345920L, 166912, true),
            new Gpu("NVIDIA GeForce RTX 4090", 890, 128, 75497472, 25769803776L, 101376, true),
            new Gpu("NVIDIA GeForce RTX 5090", 1200, 170, 100663296, 34359738368L, 101376, true),
            new Gpu("NVIDIA B200", 1000, 148, 132644864, 193273528320L, 232448, true),
            new Gpu("Tesla T4", 750, 40, 4194304, 15843721216L, 65536, false));

    private static Cudnn cudnn() {
        try {
            return Cudnn.load(CudaLibraries.ofMachine());
        } catch (GraftException e) {
            return abort("cuDNN is missing: pip install nvidia-cudnn-cu13, or name its folder with -Dgraft.cuda.path");
        }
    }

    static Stream<Arguments> backbones() {
        return Stream.of(new Vgg19(), new ResNet50(), new InceptionV3(), new EfficientNetB0())
                .flatMap(backbone -> Stream.of(ElementType.F32, ElementType.BF16)
                        .map(type -> Arguments.of(backbone.spec().id(), backbone, type)));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("backbones")
    void everyConvolutionHasAWayOnEveryGpu(String id, Backbone backbone, ElementType type) {
        Cudnn cudnn = cudnn();
        DevicePlan plan = Plans.fullStep(backbone, type, 32);
        Set<Convolution> distinct = plan.steps().stream()
                .map(DevicePlan.Step::command)
                .filter(Convolution.class::isInstance)
                .map(Convolution.class::cast)
                .collect(Collectors.toMap(
                        c -> List.of(c.kind(), c.geometry(), c.x().type(), c.adds()), c -> c, (one, other) -> one))
                .values()
                .stream()
                .collect(Collectors.toSet());
        assertThat(distinct).hasSizeGreaterThan(10);
        for (Gpu gpu : GPUS) {
            if (type == ElementType.BF16 && !gpu.bfloat16()) {
                continue;
            }
            ConvolutionPlans plans = ConvolutionPlans.described(cudnn, gpu.json());
            long workspace = 0;
            for (Convolution convolution : distinct) {
                try (Planned planned = plans.best(
                        convolution.kind(),
                        convolution.geometry(),
                        convolution.x().type(),
                        convolution.adds(),
                        true)) {
                    workspace = Math.max(workspace, planned.workspace());
                    assertThat(planned.deterministic()).isTrue();
                    assertThat(convolution.x().type() == ElementType.F32 && planned.tensorCores())
                            .as("rounds single precision")
                            .isFalse();
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "%s, %s, %s: %d distinct convolutions, %.0f MB of scratch memory%n",
                    gpu.name(),
                    id,
                    type,
                    distinct.size(),
                    workspace / 1e6);
        }
    }

    /** What {@code tf32} asks for. */
    @Test
    void singlePrecisionMayBeRoundedWhereThatIsAskedFor() {
        ConvolutionPlans plans = ConvolutionPlans.described(cudnn(), GPUS.get(0).json());
        Window window = new Window(new Extent(3, 3), new Extent(1, 1), new Margins(1, 1, 1, 1));
        ConvolutionGeometry geometry = new ConvolutionGeometry(32, 56, 56, 64, 56, 56, 64, window);
        for (Convolution.Kind kind : Convolution.Kind.values()) {
            try (Planned rounding = plans.best(kind, geometry, ElementType.F32, false, false)) {
                assertThat(rounding.tensorCores()).as("%s", kind).isTrue();
                assertThat(rounding.deterministic()).isTrue();
            }
        }
    }
}
