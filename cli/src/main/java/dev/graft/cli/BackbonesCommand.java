package dev.graft.cli;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneRegistry;
import dev.graft.backbone.BackboneSpec;
import dev.graft.weights.WeightStore;
import dev.graft.weights.WeightStoreOptions;
import dev.graft.weights.WeightsDescriptor;
import dev.graft.weights.WeightsLocation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code backbones}: what is registered. */
@Command(
        name = "backbones",
        mixinStandardHelpOptions = true,
        description = "Lists the backbones at hand, with layers and parameters as Keras counts them, and below each its"
                + " weights: the first are the default.")
final class BackbonesCommand implements Callable<Integer> {
    @Option(
            names = "--weights-dir",
            paramLabel = "DIR",
            description =
                    "Look for downloaded weights here (default: GRAFT_WEIGHTS, or the system's place for caches).")
    private @Nullable Path directory;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        WeightStoreOptions defaults = WeightStoreOptions.defaults();
        WeightStore store = new WeightStore(directory == null ? defaults : defaults.withDirectory(directory));
        out.printf(
                Locale.ROOT,
                "%-18s %7s %12s %8s %8s %s%n",
                "id",
                "layers",
                "parameters",
                "input",
                "minimum",
                "preprocessing");
        for (Backbone backbone : BackboneRegistry.load().all()) {
            BackboneSpec b = backbone.spec();
            out.printf(
                    Locale.ROOT,
                    "%-18s %7d %,12d %5d px %5d px %s%n",
                    b.id(),
                    b.layers(),
                    b.parameters(),
                    b.defaultSize(),
                    b.minimumSize(),
                    b.preprocessing().id());
            if (b.weights().isEmpty()) {
                out.println("    none published: give a file, or train from scratch");
            }
            for (WeightsDescriptor descriptor : b.weights()) {
                out.printf(
                        Locale.ROOT,
                        "    %-10s %s; %s%n",
                        descriptor.id(),
                        descriptor.description(),
                        place(descriptor, store));
            }
        }
        out.flush();
        return 0;
    }

    /** Where the weights are. */
    private static String place(WeightsDescriptor weights, WeightStore store) {
        String size = weights.bytes() == 0 ? "" : String.format(Locale.ROOT, " (%.1f MB)", weights.bytes() / 1e6);
        if (weights.location() instanceof WeightsLocation.Published published) {
            return store.find(weights)
                    .map(file -> "here" + size + ": " + file)
                    .orElseGet(() -> "to be downloaded" + size + " from " + published.address());
        }
        return "here" + size + ", in the module's jar";
    }
}
