package dev.graft.cli;

import dev.graft.backbone.BackboneRegistry;
import dev.graft.backbone.BackboneSpec;
import dev.graft.backbone.WeightsByName;
import dev.graft.weights.WeightsDescriptor;
import dev.graft.weights.WeightsLocation;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weights}: downloads ahead. */
@Command(
        name = "weights",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Downloads a backbone's weights ahead, verifies them and prints the path of the file.",
            "",
            "Afterwards the backbone works without a network. Weights that are here already are not downloaded again.",
            ""
        })
final class WeightsCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "ID", description = "Backbone, as listed by graft backbones.")
    private String backbone;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "NAME",
            description = "Weights, for example imagenet (default: the backbone's first).")
    private String name = WeightsByName.DEFAULT;

    @Mixin
    private WeightsOptions weights;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        BackboneSpec found = BackboneRegistry.load().get(backbone).spec();
        WeightsDescriptor descriptor = WeightsByName.descriptor(found, name)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        found.id() + " has no published weights '" + name + "'. Choose one of "
                                + String.join(
                                        ", ",
                                        found.weights().stream()
                                                .map(WeightsDescriptor::id)
                                                .toList())
                                + "."));
        PrintWriter out = spec.commandLine().getOut();
        if (descriptor.location() instanceof WeightsLocation.InJar inJar) {
            out.println("in the module's jar: " + inJar.resource());
        } else {
            // The path alone goes to standard output, for scripts.
            Console console = new Console(spec.commandLine().getErr());
            out.println(weights.store().withProgress(console).fetch(descriptor));
        }
        out.flush();
        return 0;
    }
}
