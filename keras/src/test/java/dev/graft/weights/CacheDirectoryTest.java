package dev.graft.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.io.UserFolders;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheDirectoryTest {
    private final Map<String, String> properties = new HashMap<>(Map.of("user.home", "/home/ada", "os.name", "Linux"));
    private final Map<String, String> environment = new HashMap<>();

    private CacheDirectory places() {
        return new CacheDirectory(new UserFolders(properties::get, environment::get));
    }

    @Test
    void everySystemHasAPlaceForCaches() {
        assertThat(places().weights()).isEqualTo(Path.of("/home/ada/.cache/graft/weights"));
        properties.put("os.name", "Mac OS X");
        assertThat(places().weights()).isEqualTo(Path.of("/home/ada/Library/Caches/graft/weights"));
        properties.put("os.name", "Windows 11");
        assertThat(places().weights()).isEqualTo(Path.of("/home/ada/AppData/Local/graft/weights"));
        environment.put("LOCALAPPDATA", "/local");
        assertThat(places().weights()).isEqualTo(Path.of("/local/graft/weights"));
    }

    @Test
    void theXdgDirectoryCountsIfItIsAbsolute() {
        environment.put("XDG_CACHE_HOME", "/fast");
        assertThat(places().weights()).isEqualTo(Path.of("/fast/graft/weights"));
        environment.put("XDG_CACHE_HOME", "relative");
        assertThat(places().weights()).isEqualTo(Path.of("/home/ada/.cache/graft/weights"));
    }

    @Test
    void aSettingGoesBeforeTheConvention() {
        environment.put("XDG_CACHE_HOME", "/fast");
        environment.put("GRAFT_WEIGHTS", "/from/environment");
        assertThat(places().weights()).isEqualTo(Path.of("/from/environment"));
        properties.put("graft.weights", "/from/property");
        assertThat(places().weights()).isEqualTo(Path.of("/from/property"));
        properties.put("graft.weights", " ");
        environment.put("GRAFT_WEIGHTS", "");
        assertThat(places().weights()).isEqualTo(Path.of("/fast/graft/weights"));
    }

    @Test
    void kerasHasItsOwn() {
        assertThat(places().kerasModels()).isEqualTo(Path.of("/home/ada/.keras/models"));
        environment.put("KERAS_HOME", "/keras");
        assertThat(places().kerasModels()).isEqualTo(Path.of("/keras/models"));
        assertThat(WeightStoreOptions.of(places()).kerasDirectory()).contains(Path.of("/keras/models"));
    }
}
