package dev.graft.cli;

import dev.graft.Graft;
import dev.graft.data.ImageDataset;
import dev.graft.data.ImageFolder;
import dev.graft.data.ReadOptions;
import dev.graft.data.SplitFractions;
import dev.graft.io.OutputDirectory;
import dev.graft.phantom.PhantomDataset;
import dev.graft.report.PageWriter;
import dev.graft.run.TransferRun;
import dev.graft.weights.WeightStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demo}: the whole job on synthetic brain slices. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes synthetic brain-MRI slices with and without a stroke lesion, trains a classifier on them, evaluates it"
                    + " and writes the report. Needs no network and no patient data.",
            ""
        })
final class DemoCommand implements Callable<Integer> {
    private static final int SIZE = 160;
    /** Many patients with few slices teach more than few patients with many. */
    private static final int SLICES_PER_PATIENT = 2;
    /** 400 images to train and validate on, 80 for the sealed test. */
    private static final SplitFractions FRACTIONS = new SplitFractions(4.0 / 6, 1.0 / 6, 1.0 / 6);

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "New directory (default: graft-demo, numbered if taken).")
    private @Nullable Path output;

    @Option(names = "--images", paramLabel = "N", description = "Images to make (default: ${DEFAULT-VALUE}).")
    private int images = 480;

    @Option(
            names = "--unfreeze",
            paramLabel = "N",
            description = "Fine-tune the last N layers after the head (default: ${DEFAULT-VALUE}).")
    private int unfreeze;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of images, split and training (default: ${DEFAULT-VALUE}).")
    private long seed = 42;

    @Mixin
    private MachineOptions machine;

    @Mixin
    private CacheOptions storage;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Path directory = output == null ? free(Path.of("graft-demo")) : output;
        new OutputDirectory(directory).requireAbsent();
        Console console = new Console(spec.commandLine().getOut());
        Path folder = directory.resolve("phantom");
        PhantomDataset.standard()
                .withImages(images)
                .withSlicesPerPatient(SLICES_PER_PATIENT)
                .withSeed(seed)
                .write(folder, console, machine.threads());
        Graft graft = machine.graft(storage.cache(), WeightStore.defaults());
        ImageDataset dataset = new ImageFolder(folder)
                .read(ReadOptions.defaults()
                        .withGroupPattern("patient-(\\d+)")
                        .withThreads(machine.threads())
                        .withProgress(console));
        console.dataset(dataset);
        try (TransferRun run = graft.transfer(dataset)
                .weights("ifs1000")
                .size(SIZE)
                .unfreeze(unfreeze)
                .split(FRACTIONS)
                .positiveClass("stroke")
                .seed(seed)
                .progress(console)
                .listener(console)
                .run()) {
            Path result = run.save(directory.resolve("result"));
            console.summary(run);
            console.line("Model:  " + result.resolve(TransferRun.MODEL_FILE));
            console.line("Report: " + result.resolve(PageWriter.REPORT));
            return 0;
        }
    }

    private static Path free(Path wanted) {
        Path path = wanted;
        for (int number = 2; Files.exists(path); number++) {
            path = wanted.resolveSibling(wanted.getFileName() + "-" + number);
        }
        return path;
    }
}
