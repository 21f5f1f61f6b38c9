package dev.graft.weights;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where files lie by convention on this machine.
 *
 * @param property as {@link System#getProperty(String)}
 * @param environment as {@link System#getenv(String)}
 */
record CacheDirectory(Function<String, @Nullable String> property, Function<String, @Nullable String> environment) {
    /** System property that names the directory of the weights. */
    static final String PROPERTY = "graft.weights";

    /** Environment variable that names the directory of the weights. */
    static final String VARIABLE = "GRAFT_WEIGHTS";

    static CacheDirectory ofThisProcess() {
        return new CacheDirectory(System::getProperty, System::getenv);
    }

    /** The setting, else the operating system's place for caches. */
    Path weights() {
        return setting(property.apply(PROPERTY))
                .or(() -> setting(environment.apply(VARIABLE)))
                .map(Path::of)
                .orElseGet(() -> caches().resolve("graft").resolve("weights"));
    }

    /** Where Keras keeps what it downloaded. */
    Path kerasModels() {
        return setting(environment.apply("KERAS_HOME"))
                .map(Path::of)
                .orElseGet(() -> home().resolve(".keras"))
                .resolve("models");
    }

    private Path caches() {
        String system = String.valueOf(property.apply("os.name")).toLowerCase(Locale.ROOT);
        if (system.contains("mac")) {
            return home().resolve("Library").resolve("Caches");
        }
        if (system.contains("win")) {
            return setting(environment.apply("LOCALAPPDATA"))
                    .map(Path::of)
                    .orElseGet(() -> home().resolve("AppData").resolve("Local"));
        }
        // The XDG base directory specification says that relative paths are to be ignored.
        return setting(environment.apply("XDG_CACHE_HOME"))
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElseGet(() -> home().resolve(".cache"));
    }

    private Path home() {
        return Path.of(property.apply("user.home"));
    }

    private static Optional<String> setting(@Nullable String value) {
        return value == null || value.isBlank() ? Optional.empty() : Optional.of(value);
    }
}
