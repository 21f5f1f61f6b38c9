package dev.graft.cli;

import dev.graft.settings.TrainingSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where settings begin that other options change. */
final class SettingsOption {
    @Option(
            names = "--settings",
            paramLabel = "FILE",
            description = "Begin with these settings instead of the defaults: a JSON file, see docs/settings.md, or the"
                    + " result of a training. Options given beside it go before it.")
    private @Nullable Path file;

    TrainingSettings settings() {
        return file == null ? TrainingSettings.defaults() : TrainingSettings.read(file);
    }
}
