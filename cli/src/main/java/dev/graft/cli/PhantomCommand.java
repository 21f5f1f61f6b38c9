package dev.graft.cli;

import dev.graft.phantom.PhantomDataset;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code phantom}: only the synthetic images. */
@Command(
        name = "phantom",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Writes synthetic brain-MRI slices, half with a stroke lesion, as PNG files in two class folders.")
final class PhantomCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "New directory.")
    private Path directory;

    @Option(names = "--images", paramLabel = "N", description = "Images, an even number (default: ${DEFAULT-VALUE}).")
    private int images = 2000;

    @Option(
            names = "--size",
            paramLabel = "PX",
            description = "Width and height, 64 to 512 (default: ${DEFAULT-VALUE}).")
    private int size = 224;

    @Option(names = "--seed", paramLabel = "N", description = "Chooses the patients (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--slices",
            paramLabel = "N",
            description = "Slices of each patient, 1 to 32 (default: ${DEFAULT-VALUE}).")
    private int slices = 6;

    @Option(
            names = "--lesion-visibility",
            paramLabel = "FACTOR",
            description = "How clear lesions are, 0 to 3; at 0 there are none, so that nothing but patients can be told"
                    + " apart (default: ${DEFAULT-VALUE}).")
    private double visibility = 1;

    @Option(names = "--masks", paramLabel = "DIR", description = "Also write the lesions' masks to this new directory.")
    private @Nullable Path masks;

    @Option(
            names = "--corner-mark",
            description = "Put a bright square into the corner of every stroke slice: a model can then be right for the"
                    + " wrong reason, which explain shows.")
    private boolean cornerMark;

    @Option(names = "--threads", paramLabel = "N", description = "Threads (default: all processors).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Console console = new Console(spec.commandLine().getOut());
        PhantomDataset phantom = PhantomDataset.standard()
                .withImages(images)
                .withSize(size)
                .withSeed(seed)
                .withSlicesPerPatient(slices)
                .withLesionVisibility(visibility)
                .withCornerMark(cornerMark);
        if (masks == null) {
            phantom.write(directory, console, threads);
        } else {
            phantom.writeWithMasks(directory, masks, console, threads);
        }
        console.line(images + " images of " + phantom.patients() + " patients in " + directory);
        return 0;
    }
}
