package dev.graft.cli;

import dev.graft.error.GraftException;
import dev.graft.export.ExportFormat;
import dev.graft.model.ModelFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code export}: a saved model for other programs. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes a saved model for other programs.",
            "",
            "onnx: the whole network, preprocessing included: RGB values 0 to 255 in, probabilities and calibrated confidences out.",
            "keras: the weights as .weights.h5, for load_weights of a Keras model with the same layers.",
            "safetensors: the weights as tensors named <keras layer>/<variable>.",
            "dl4j: the network as DL4J saves it, without preprocessing and class names.",
            ""
        })
final class ExportCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "MODEL", description = "A model.graft file.")
    private Path model;

    @Parameters(index = "1", paramLabel = "OUT", description = "New file; for keras its name ends in .weights.h5.")
    private Path output;

    @Option(
            names = "--format",
            paramLabel = "onnx|keras|safetensors|dl4j",
            description = "Output format (default: onnx).")
    private ExportFormat format = ExportFormat.ONNX;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (Files.exists(output)) {
            throw new GraftException(
                    output + " exists already. Nothing was written. Choose another name or remove it.");
        }
        try (ModelFile.Saved saved = ModelFile.load(model)) {
            format.write(saved.model(), saved.calibration(), output);
        }
        new Console(spec.commandLine().getOut()).line("Written: " + output);
        return 0;
    }
}
