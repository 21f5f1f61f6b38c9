package dev.graft.cli;

import dev.graft.error.GraftException;
import dev.graft.head.DenseHead;
import dev.graft.head.HeadChoice;
import dev.graft.head.HeadOutput;
import dev.graft.head.HeadPreset;
import dev.graft.head.Pooling;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options on the head: a preset by name, or pooling and dense layers. */
final class HeadOptions {
    @Option(
            names = "--head",
            paramLabel = "PRESET",
            description = "A head by name: reference (the reference experiment's for the backbone), gap, gap-dropout,"
                    + " gap-dense-dropout, dense-gap-batch-norm or dense-gap-dropout. --dense N says how many units"
                    + " its dense layer has (256), --dropout its rate.")
    private @Nullable String preset;

    @Option(names = "--pooling", paramLabel = "KIND", description = "average, maximum or flatten (default: average).")
    private @Nullable Pooling pooling;

    @Option(
            names = "--dense",
            paramLabel = "UNITS",
            split = ",",
            description = "Dense layers of the head, for example 256,64 (default: none).")
    private @Nullable List<Integer> dense;

    @Option(names = "--head-batch-norm", description = "Batch normalization after each dense layer of the head.")
    private boolean batchNorm;

    @Option(
            names = "--dropout",
            paramLabel = "RATE",
            description = "Dropout in the head (default: " + HeadPreset.DROPOUT + ").")
    private @Nullable Double dropout;

    @Option(
            names = "--head-output",
            paramLabel = "KIND",
            description = "softmax, or, for two classes, sigmoid: one unit (default: softmax).")
    private @Nullable HeadOutput output;

    /** The head that was given, as a whole; another one if nothing was. */
    HeadChoice over(HeadChoice base) {
        if (preset == null && pooling == null && dense == null && !batchNorm && dropout == null && output == null) {
            return base;
        }
        List<Integer> units = dense == null ? List.of() : dense;
        double rate = dropout == null ? HeadPreset.DROPOUT : dropout;
        HeadOutput end = output == null ? HeadOutput.SOFTMAX : output;
        if (preset == null) {
            Pooling pooled = pooling == null ? Pooling.AVERAGE : pooling;
            return HeadChoice.of(new DenseHead(pooled, units, batchNorm, rate, end).sequential());
        }
        HeadPreset chosen = HeadPreset.byId(preset);
        if (pooling != null || batchNorm || units.size() > 1) {
            throw new GraftException("--head " + chosen.id() + " says already what the head is made of. Beside it only"
                    + " --dense with one number, --dropout and --head-output are allowed.");
        }
        return HeadChoice.of(chosen, units.isEmpty() ? HeadPreset.UNITS : units.get(0), rate, end);
    }
}
