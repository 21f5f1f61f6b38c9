package dev.graft.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.engine.cuda.KernelCases.Size;
import dev.graft.engine.cuda.device.Device;
import dev.graft.engine.cuda.device.KernelSource;
import dev.graft.engine.cuda.host.SimulatedDevice.Care;
import dev.graft.engine.cuda.plan.Command.KernelLaunch;
import dev.graft.engine.cuda.plan.DevicePlan;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.program.Extent;
import dev.graft.engine.program.Margins;
import dev.graft.engine.program.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kernel's numbers beside the interpreter's, one instruction after another. */
class KernelNumbersTest {
    private static final KernelSource KERNELS = KernelSource.bundled();
    private static final ElementType[] PRECISIONS = {ElementType.F32, ElementType.BF16};
    private static final List<KernelCase> CASES = KernelCases.all().toList();

    /**
     * Launched after all instructions: UpdateKernelsTest has their numbers; SmallNetworksOnCudaTest has those of running statistics
     * that follow.
     */
    private static final Set<String> OF_UPDATES =
            Set.of("accumulate", "squares", "normScales", "update", "narrowKernels", "widenKernels", "follow");

    @Test
    void everyKernelHasACase() {
        Set<String> launched = new TreeSet<>(OF_UPDATES);
        for (ElementType maps : PRECISIONS) {
            CASES.stream()
                    .map(each -> each.plan(maps))
                    .flatMap(KernelNumbersTest::launches)
                    .map(KernelLaunch::kernel)
                    .forEach(launched::add);
        }
        assertThat(launched).isEqualTo(new TreeSet<>(KERNELS.kernels().keySet()));
    }

    /** Those that have feature maps are launched with maps of both types. */
    @Test
    void kernelsOfMapsHaveCasesInBfloat16() {
        Set<String> launched = new TreeSet<>(OF_UPDATES);
        CASES.stream()
                .map(each -> each.plan(ElementType.BF16))
                .flatMap(KernelNumbersTest::launches)
                .filter(launch -> launch.maps() == ElementType.BF16)
                .map(KernelLaunch::kernel)
                .forEach(launched::add);
        KERNELS.kernels().forEach((name, kernel) -> {
            boolean ofMaps = kernel.parameters().stream()
                    .anyMatch(parameter -> parameter.type().equals("map_t"));
            // Their maps are vectors, which stay in single precision.
            if (ofMaps && !name.startsWith("twoClass")) {
                assertThat(launched).contains(name);
            }
        });
    }

    /** The last block of several adds up what all have. */
    @Test
    void everyReductionOverRowsHasACaseOfSeveralBlocksAndTiles() {
        Set<String> several = new TreeSet<>();
        Set<String> reductions = new TreeSet<>();
        CASES.stream()
                .map(each -> each.plan(ElementType.F32))
                .flatMap(KernelNumbersTest::launches)
                .forEach(launch -> {
                    if (KERNELS.kernel(launch).parameters().stream()
                            .anyMatch(parameter -> parameter.name().equals("arrived"))) {
                        reductions.add(launch.kernel());
                        if (launch.grid().y() > 3 && launch.grid().x() > 1) {
                            several.add(launch.kernel());
                        }
                    }
                });
        assertThat(reductions).hasSizeGreaterThanOrEqualTo(4);
        assertThat(several).isEqualTo(reductions);
    }

    static Stream<KernelLaunch> launches(DevicePlan plan) {
        return plan.steps().stream()
                .map(DevicePlan.Step::command)
                .filter(KernelLaunch.class::isInstance)
                .map(KernelLaunch.class::cast);
    }

    @ParameterizedTest
    @EnumSource(
            value = ElementType.class,
            names = {"F32", "BF16"})
    void everyCaseIsRight(ElementType maps) {
        Device device = Simulation.device(Care.BOTH_WAYS);
        CASES.forEach(each -> KernelNumbers.check(each, device, maps));
    }

    /** Any window over any map, as far as each of its places sees something of the map. */
    @Property(tries = 6, shrinking = ShrinkingMode.OFF)
    void anyWindowIsRight(
            @ForAll @IntRange(min = 1, max = 2) int batch,
            @ForAll @IntRange(min = 1, max = 70) int channels,
            @ForAll @IntRange(min = 1, max = 15) int height,
            @ForAll @IntRange(min = 1, max = 15) int width,
            @ForAll @IntRange(min = 1, max = 7) int kernelHeight,
            @ForAll @IntRange(min = 1, max = 7) int kernelWidth,
            @ForAll @IntRange(min = 1, max = 4) int strideHeight,
            @ForAll @IntRange(min = 1, max = 4) int strideWidth,
            @ForAll @IntRange(min = 0, max = 6) int top,
            @ForAll @IntRange(min = 0, max = 6) int left) {
        Margins margins = new Margins(
                top % kernelHeight,
                Math.max(0, kernelHeight - height) + (top + left) % kernelHeight,
                left % kernelWidth,
                Math.max(0, kernelWidth - width) + (2 * top + left) % kernelWidth);
        Window window =
                new Window(new Extent(kernelHeight, kernelWidth), new Extent(strideHeight, strideWidth), margins);
        Size size = new Size(batch, channels, height, width);
        if (seesSomething(window.outputHeight(height), strideHeight, margins.top(), height)
                && seesSomething(window.outputWidth(width), strideWidth, margins.left(), width)) {
            for (ElementType maps : PRECISIONS) {
                KernelCases.ofWindows(size, window)
                        .forEach(each -> KernelNumbers.check(each, Simulation.device(Care.BOTH_WAYS), maps));
            }
        }
    }

    private static boolean seesSomething(int results, int stride, int before, int size) {
        return (results - 1) * stride - before < size;
    }

    @Property(tries = 2, shrinking = ShrinkingMode.OFF)
    void anyMapIsRight(
            @ForAll @IntRange(min = 1, max = 5) int batch,
            @ForAll @IntRange(min = 1, max = 100) int channels,
            @ForAll @IntRange(min = 1, max = 17) int height,
            @ForAll @IntRange(min = 1, max = 17) int width) {
        for (ElementType maps : PRECISIONS) {
            KernelCases.ofMaps(new Size(batch, channels, height, width))
                    .forEach(each -> KernelNumbers.check(each, Simulation.device(Care.BOTH_WAYS), maps));
        }
    }

    @Test
    void aValueThatIsOffIsNoticed() {
        double[] right = {1, -2, 3};
        for (ElementType type : PRECISIONS) {
            for (float wrong : List.of(1.02f, Float.NaN, Float.POSITIVE_INFINITY)) {
                float[] found = {wrong, -2, 3};
                assertThatThrownBy(() -> KernelNumbers.compare("x", found, right, type))
                        .isInstanceOf(AssertionError.class);
            }
            KernelNumbers.compare("x", new float[] {1, -2, 3}, right, type);
        }
        double[] many = new double[1000];
        Arrays.fill(many, 1);
        float[] neighbours = new float[1000];
        Arrays.fill(neighbours, 1 + 1f / 128);
        assertThatThrownBy(() -> KernelNumbers.compare("x", neighbours, many, ElementType.BF16))
                .isInstanceOf(AssertionError.class);
    }
}
