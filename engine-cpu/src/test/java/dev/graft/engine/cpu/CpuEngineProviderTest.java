package dev.graft.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.engine.Availability;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.Engines;
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
    void itsDescriptionNamesWhatResultsDependOn() {
        assertThat(new CpuEngine(new EngineOptions(3)).describe()).contains("cpu", "float32", "oneDNN 3.", "3 threads");
    }
}
