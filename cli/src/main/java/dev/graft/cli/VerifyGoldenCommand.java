package dev.graft.cli;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneRegistry;
import dev.graft.engine.Engine;
import dev.graft.error.GraftException;
import dev.graft.golden.Check;
import dev.graft.golden.KerasComparison;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code verify-golden}: every backbone of a folder of reference numbers against what real Keras computed. */
@Command(
        name = "verify-golden",
        mixinStandardHelpOptions = true,
        description = {
            "Compares backbones with reference numbers that real Keras wrote, and prints the largest error of every check.",
            "",
            "DIR holds salt.txt and one folder per model, for example vgg16 or efficientnet_b0. Exit code 1 if an error is"
                    + " beyond its tolerance.",
            ""
        })
final class VerifyGoldenCommand implements Callable<Integer> {
    private static final String LAYERS = "layers.csv";

    @Parameters(paramLabel = "DIR", description = "Folder of reference folders, or one of them.")
    private Path folder;

    @Mixin
    private MachineOptions machine;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<Path> models = models();
        Engine engine = machine.engine();
        BackboneRegistry backbones = BackboneRegistry.load();
        int failed = 0;
        for (Path model : models) {
            failed += passes(model, backbones, engine) ? 0 : 1;
        }
        line("%d of %d models equal Keras within the tolerances", models.size() - failed, models.size());
        return failed == 0 ? 0 : 1;
    }

    private List<Path> models() {
        Path start = folder.toAbsolutePath().normalize();
        if (Files.exists(start.resolve(LAYERS))) {
            return List.of(start);
        }
        try (Stream<Path> children = Files.list(start)) {
            List<Path> found = children.filter(child -> Files.exists(child.resolve(LAYERS)))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new GraftException("No folder in " + folder + " holds a " + LAYERS
                        + ". Name the folder that holds salt.txt and one folder per model.");
            }
            return found;
        } catch (IOException e) {
            throw new GraftException(
                    "The folder " + folder
                            + " cannot be read. Name the folder that holds salt.txt and one folder per model.",
                    e);
        }
    }

    /** One model that cannot be compared is a failure of that model, not the end of the others. */
    private boolean passes(Path folder, BackboneRegistry backbones, Engine engine) {
        String model = folder.getFileName().toString();
        line("%s", model);
        try {
            Backbone backbone = backbones.get(model.replace('_', '-').toLowerCase(Locale.ROOT));
            KerasComparison comparison = new KerasComparison(folder, backbone, engine);
            boolean passed = show(List.of(comparison.layers(), comparison.preprocessing()));
            passed &= show(comparison.forward());
            for (int i = 0; i < comparison.trainings(); i++) {
                passed &= show(comparison.training(i));
            }
            return passed;
        } catch (GraftException e) {
            line("  FAIL %s", e.getMessage());
            return false;
        }
    }

    private boolean show(List<Check> checks) {
        checks.forEach(check -> line("  %s", check));
        return checks.stream().allMatch(Check::passed);
    }

    private void line(String format, Object... values) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, format + "%n", values);
        out.flush();
    }
}
