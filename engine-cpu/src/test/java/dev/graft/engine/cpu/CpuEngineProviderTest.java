package dev.graft.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.engine.Availability;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.Engines;
import dev.graft.engine.Precision;
import dev.graft.error.GraftException;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl.cpu_isa;
import org.junit.jupiter.api.Test;

class CpuEngineProviderTest {
    @Test
    void itIsPreferredWhereItIsAvailable() {
        Availability availability = new CpuEngineProvider().probe();

        assertThat(Engines.load().providers()).extracting("class").contains(CpuEngineProvider.class);
        assertThat(Engines.load().best(EngineOptions.defaults()).id())
                .isEqualTo(availability.available() ? "cpu" : "dl4j");
        assertThat(availability.reason()).contains("oneDNN").doesNotContain("\n");
    }

    @Test
    void theReferenceCanBeChosen() {
        assertThat(Engines.load().get("dl4j", EngineOptions.defaults()).id()).isEqualTo("dl4j");
    }

    @Test
    void bfloat16NeedsAProcessorWithInstructionsForIt() {
        for (cpu_isa without : List.of(cpu_isa.avx2, cpu_isa.avx2_vnni_2, cpu_isa.avx512_core_vnni)) {
            assertThatThrownBy(() -> CpuEngineProvider.requireFast(Precision.BF16, without))
                    .isInstanceOf(GraftException.class)
                    .hasMessageContainingAll("bfloat16", "AVX512_BF16", without.toString(), "Choose float32");
            assertThatCode(() -> CpuEngineProvider.requireFast(Precision.F32, without))
                    .doesNotThrowAnyException();
        }
        for (cpu_isa with : List.of(cpu_isa.avx512_core_bf16, cpu_isa.avx512_core_amx)) {
            assertThatCode(() -> CpuEngineProvider.requireFast(Precision.BF16, with))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void singlePrecisionIsNeverRounded() {
        assertThatThrownBy(() -> Engines.load().get("cpu", new EngineOptions(1, Precision.TF32)))
                .isInstanceOf(GraftException.class)
                .hasMessage(
                        "The engine cpu computes in float32 and bfloat16 only, found tensorfloat32. Choose the engine"
                                + " cuda, or float32.");
    }

    @Test
    void itsDescriptionNamesWhatResultsDependOn() {
        assertThat(new CpuEngine(new EngineOptions(3)).describe()).contains("cpu", "float32", "oneDNN 3.", "3 threads");
    }

    @Test
    void itSaysWhetherConvolutionsAreComputedByWinograd() {
        assertThat(new CpuEngine(new EngineOptions(1)).describe()).contains("Winograd");
        assertThat(new CpuEngine(new EngineOptions(1, Precision.BF16)).describe())
                .doesNotContain("Winograd");
        System.setProperty("graft.winograd", "off");
        try {
            assertThat(new CpuEngine(new EngineOptions(1)).describe()).doesNotContain("Winograd");
        } finally {
            System.clearProperty("graft.winograd");
        }
    }
}
