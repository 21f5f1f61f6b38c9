package dev.graft.cli;

import dev.graft.augment.policy.AugmentationPolicy;
import dev.graft.augment.policy.AugmentationPresets;
import dev.graft.augment.policy.AugmentationPreview;
import dev.graft.data.ImageDataset;
import dev.graft.data.ReadOptions;
import dev.graft.error.GraftException;
import dev.graft.report.ContactPage;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code augment-preview}: shows what an augmentation does. */
@Command(
        name = "augment-preview",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes a contact sheet: some of your images, and what an augmentation makes of them, as a whole and step by"
                    + " step.",
            "",
            "DIR holds one folder of images per class, or is a CSV file as train takes it. --list names the presets.",
            ""
        })
final class AugmentPreviewCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", arity = "0..1", description = "Folder of class folders, or a CSV manifest.")
    private Path images;

    @Mixin
    private ManifestOptions manifest;

    @Option(
            names = "--policy",
            paramLabel = "NAME|FILE",
            description = "Preset or JSON file (default: ${DEFAULT-VALUE}).")
    private String policy = "mri";

    @Option(names = "--strength", paramLabel = "FACTOR", description = "As train's --augment-strength.")
    private double strength = 1;

    @Option(names = "--images", paramLabel = "N", description = "Images to show (default: ${DEFAULT-VALUE}).")
    private int count = 4;

    @Option(names = "--samples", paramLabel = "N", description = "Samples of each (default: ${DEFAULT-VALUE}).")
    private int samples = 7;

    @Option(
            names = "--size",
            paramLabel = "PX",
            description = "Side of the images, as the network gets them (default: ${DEFAULT-VALUE}).")
    private int size = 224;

    @Option(names = "--seed", paramLabel = "N", description = "Chooses images and samples (default: ${DEFAULT-VALUE}).")
    private long seed = 42;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "The page, an older one is replaced (default: ${DEFAULT-VALUE}).")
    private Path output = Path.of("augmentation.html");

    @Option(names = "--json", description = "Print the policy as JSON, to begin one of your own, and do no more.")
    private boolean json;

    @Option(names = "--list", description = "List the presets and do no more.")
    private boolean list;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Console console = new Console(spec.commandLine().getOut());
        if (list) {
            AugmentationPresets.names().forEach(console::line);
            return 0;
        }
        AugmentationPolicy chosen = AugmentationPresets.resolve(policy);
        chosen = strength == 1 ? chosen : chosen.scaled(strength);
        if (json) {
            console.line(chosen.definition());
            return 0;
        }
        if (images == null) {
            throw new picocli.CommandLine.ParameterException(
                    spec.commandLine(), "Missing DIR, the folder or manifest with your images.");
        }
        if (size < 1) {
            throw new GraftException("Found --size " + size + ", expected the side of the images, at least 1 pixel.");
        }
        ImageDataset dataset =
                manifest.source(images).read(ReadOptions.defaults().withProgress(console));
        new ContactPage(new AugmentationPreview(chosen, seed, count, samples, size).of(dataset)).write(output);
        console.line("Contact sheet: " + output);
        return 0;
    }
}
