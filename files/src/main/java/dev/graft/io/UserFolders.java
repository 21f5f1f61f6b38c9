package dev.graft.io;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a user's files lie by convention on this machine.
 *
 * @param property as {@link System#getProperty(String)}
 * @param environment as {@link System#getenv(String)}
 */
public record UserFolders(Function<String, @Nullable String> property, Function<String, @Nullable String> environment) {
    public static UserFolders ofThisProcess() {
        return new UserFolders(System::getProperty, System::getenv);
    }

    public Path home() {
        return Path.of(property.apply("user.home"));
    }

    /** Graft's folder for things of a kind in the operating system's place for caches; it need not exist. */
    public Path cache(String kind) {
        return caches().resolve("graft").resolve(kind);
    }

    private Path caches() {
        String system = String.valueOf(property.apply("os.name")).toLowerCase(Locale.ROOT);
        if (system.contains("mac")) {
            return home().resolve("Library").resolve("Caches");
        }
        if (system.contains("win")) {
            return variable("LOCALAPPDATA")
                    .map(Path::of)
                    .orElseGet(() -> home().resolve("AppData").resolve("Local"));
        }
        // The XDG base directory specification says that relative paths are to be ignored.
        return variable("XDG_CACHE_HOME")
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElseGet(() -> home().resolve(".cache"));
    }

    /** An environment variable that says something. */
    public Optional<String> variable(String name) {
        return setting(environment.apply(name));
    }

    /** A system property that says something. */
    public Optional<String> property(String name) {
        return setting(property.apply(name));
    }

    private static Optional<String> setting(@Nullable String value) {
        return value == null || value.isBlank() ? Optional.empty() : Optional.of(value);
    }
}
