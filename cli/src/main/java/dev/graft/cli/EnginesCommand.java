package dev.graft.cli;

import dev.graft.engine.Availability;
import dev.graft.engine.EngineProvider;
import dev.graft.engine.Engines;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code engines}: what can compute here. */
@Command(
        name = "engines",
        mixinStandardHelpOptions = true,
        description =
                "Lists what can compute, the preferred engine first: whether it is available on this machine, and what"
                        + " it found, or why not. The first that is available is the default.")
final class EnginesCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        line(out, "id", "available", "found");
        boolean chosen = false;
        for (EngineProvider provider : Engines.load().providers()) {
            Availability here = provider.probe();
            String available = !here.available() ? "no" : chosen ? "yes" : "default";
            chosen |= here.available();
            line(out, provider.id(), available, here.reason());
        }
        out.flush();
        return 0;
    }

    private static void line(PrintWriter out, String id, String available, String found) {
        out.printf(Locale.ROOT, "%-8s %-9s %s%n", id, available, found);
    }
}
