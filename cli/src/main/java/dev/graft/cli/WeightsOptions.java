package dev.graft.cli;

import dev.graft.weights.WeightStore;
import dev.graft.weights.WeightStoreOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options on where published weights come from. */
final class WeightsOptions {
    @Option(
            names = "--weights-dir",
            paramLabel = "DIR",
            description = "Keep downloaded weights here (default: GRAFT_WEIGHTS, or the system's place for caches).")
    private @Nullable Path directory;

    @Option(names = "--offline", description = "Never use the network.")
    private boolean offline;

    @Option(
            names = "--weights-mirror",
            paramLabel = "URI",
            description = "Address of a folder to try before the publisher's; may be given several times.")
    private List<URI> mirrors = List.of();

    WeightStore store() {
        return new WeightStore(options());
    }

    private WeightStoreOptions options() {
        WeightStoreOptions options =
                WeightStoreOptions.defaults().withOffline(offline).withMirrors(mirrors);
        return directory == null ? options : options.withDirectory(directory);
    }

    /** The same for other machines; empty if nothing was said, for their usual places are others. */
    Optional<WeightStoreOptions> elsewhere() {
        return directory == null && !offline && mirrors.isEmpty() ? Optional.empty() : Optional.of(options());
    }
}
