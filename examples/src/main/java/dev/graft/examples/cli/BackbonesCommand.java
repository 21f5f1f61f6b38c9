package dev.graft.examples.cli;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneRegistry;
import dev.graft.backbone.BackboneSpec;
import dev.graft.weights.WeightsDescriptor;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code backbones}: what is registered. */
@Command(
        name = "backbones",
        mixinStandardHelpOptions = true,
        description = "Lists the backbones at hand, with layers and parameters as Keras counts them.")
final class BackbonesCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "%-18s %7s %12s %8s %8s %-14s %s%n",
                "id",
                "layers",
                "parameters",
                "input",
                "minimum",
                "preprocessing",
                "weights");
        for (Backbone backbone : BackboneRegistry.load().all()) {
            BackboneSpec b = backbone.spec();
            out.printf(
                    Locale.ROOT,
                    "%-18s %7d %,12d %5d px %5d px %-14s %s%n",
                    b.id(),
                    b.layers(),
                    b.parameters(),
                    b.defaultSize(),
                    b.minimumSize(),
                    b.preprocessing().id(),
                    weights(b));
        }
        out.flush();
        return 0;
    }

    private static String weights(BackboneSpec spec) {
        if (spec.weights().isEmpty()) {
            return "none published";
        }
        StringBuilder text = new StringBuilder();
        for (WeightsDescriptor weights : spec.weights()) {
            text.append(text.isEmpty() ? "" : "; ")
                    .append(weights.id())
                    .append(", here (")
                    .append(String.format(Locale.ROOT, "%.1f MB", weights.bytes() / 1e6))
                    .append(" in the module's jar): ")
                    .append(weights.description());
        }
        return text.toString();
    }
}
