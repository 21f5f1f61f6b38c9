package dev.graft.cli;

import dev.graft.GraftException;
import dev.graft.backbone.BackboneSpec;
import dev.graft.head.DenseHead;
import dev.graft.head.Head;
import dev.graft.head.HeadOutput;
import dev.graft.head.HeadPreset;
import dev.graft.head.Pooling;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** Options on the head: a preset by name, or pooling and dense layers. */
final class HeadOptions {
    @Option(
            names = "--head",
            paramLabel = "PRESET",
            description = "A head by name: reference (the reference experiment's for the backbone), gap, gap-dropout,"
                    + " gap-dense-dropout, dense-gap-batch-norm or dense-gap-dropout. --dense N says how many units"
                    + " its dense layer has (256), --dropout its rate.")
    private String preset;

    @Option(names = "--pooling", paramLabel = "KIND", description = "average, maximum or flatten (default: average).")
    private Pooling pooling;

    @Option(
            names = "--dense",
            paramLabel = "UNITS",
            split = ",",
            description = "Dense layers of the head, for example 256,64 (default: none).")
    private List<Integer> dense = List.of();

    @Option(names = "--head-batch-norm", description = "Batch normalization after each dense layer of the head.")
    private boolean batchNorm;

    @Option(names = "--dropout", paramLabel = "RATE", description = "Dropout in the head (default: ${DEFAULT-VALUE}).")
    private double dropout = HeadPreset.DROPOUT;

    @Option(
            names = "--head-output",
            paramLabel = "KIND",
            description = "softmax, or, for two classes, sigmoid: one unit (default: softmax).")
    private HeadOutput output = HeadOutput.SOFTMAX;

    /** The head for a backbone. */
    Function<BackboneSpec, Head> head() {
        if (preset == null) {
            DenseHead head =
                    new DenseHead(pooling == null ? Pooling.AVERAGE : pooling, dense, batchNorm, dropout, output);
            return backbone -> head;
        }
        HeadPreset chosen = HeadPreset.byId(preset);
        if (pooling != null || batchNorm || dense.size() > 1) {
            throw new GraftException("--head " + chosen.id() + " says already what the head is made of. Beside it only"
                    + " --dense with one number, --dropout and --head-output are allowed.");
        }
        int units = dense.isEmpty() ? HeadPreset.UNITS : dense.get(0);
        return backbone -> chosen.head(backbone, units, dropout, output);
    }
}
