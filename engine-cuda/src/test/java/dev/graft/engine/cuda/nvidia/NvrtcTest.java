package dev.graft.engine.cuda.nvidia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.graft.engine.cuda.device.KernelSource;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.error.GraftException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernels for every architecture, by the compiler that users have; no GPU is needed. */
class NvrtcTest {
    private static Nvrtc compiler() {
        try {
            return Nvrtc.load(CudaLibraries.ofMachine());
        } catch (GraftException e) {
            return abort("NVRTC is missing: pip install nvidia-cuda-nvrtc, or name its folder with -Dgraft.cuda.path");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {75, 80, 86, 89, 90, 100, 120})
    void allKernelsCompile(int architecture) {
        Nvrtc compiler = compiler();
        for (ElementType maps : new ElementType[] {ElementType.F32, ElementType.BF16}) {
            byte[] cubin = compiler.compile(KernelSource.bundled(), maps, architecture);

            assertThat(new String(cubin, 1, 3, java.nio.charset.StandardCharsets.US_ASCII))
                    .isEqualTo("ELF");
        }
    }

    @Test
    void aFaultIsToldWithTheCompilersLines() {
        Nvrtc compiler = compiler();
        KernelSource wrong = KernelSource.of("extern \"C\" __global__ void wrong(int n) {\n    n = missing;\n}\n");

        assertThatThrownBy(() -> compiler.compile(wrong, ElementType.F32, 90))
                .isInstanceOf(GraftException.class)
                .hasMessageContainingAll("sm_90", "missing", "undefined");
    }
}
