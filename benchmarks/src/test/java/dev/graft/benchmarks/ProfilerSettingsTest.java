package dev.graft.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.profile.ProfilerException;

class ProfilerSettingsTest {
    @Test
    void settingsAreTakenInAnyOrder() throws ProfilerException {
        assertThat(ProfilerSettings.parse("")).isEqualTo(new ProfilerSettings(ProfileClock.WALL, 10, Optional.empty()));
        assertThat(ProfilerSettings.parse("file=a=b.json;longest=3; clock=processor"))
                .isEqualTo(new ProfilerSettings(ProfileClock.PROCESSOR, 3, Optional.of(Path.of("a=b.json"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"clock=sun", "longest=-1", "longest=many", "file=", "top=3", "longest"})
    void whatIsNotUnderstoodIsNamed(String setting) {
        assertThatThrownBy(() -> ProfilerSettings.parse("clock=wall;" + setting))
                .isInstanceOf(ProfilerException.class)
                .hasMessageContaining("'" + setting + "'")
                .hasMessageContaining("longest=NUMBER");
    }
}
