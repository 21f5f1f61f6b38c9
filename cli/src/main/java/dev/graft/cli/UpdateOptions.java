package dev.graft.cli;

import dev.graft.optimizer.Clipping;
import dev.graft.optimizer.LayerRates;
import dev.graft.optimizer.Optimizer;
import dev.graft.optimizer.UpdateRule;
import dev.graft.train.LearningRatePlan;
import picocli.CommandLine.Option;

/** Options on how gradients become updates. */
final class UpdateOptions {
    @Option(
            names = "--optimizer",
            paramLabel = "NAME",
            description = "adam, adamw, rmsprop or sgd (default: ${DEFAULT-VALUE}).")
    private String optimizer = "adam";

    @Option(
            names = "--schedule",
            paramLabel = "NAME",
            description = "Learning rate over a phase: constant, cosine, step, exponential or plateau (default:"
                    + " ${DEFAULT-VALUE}).")
    private String schedule = "constant";

    @Option(
            names = "--warm-up-epochs",
            paramLabel = "N",
            description = "Let the learning rate rise from 0 over the first N epochs of each phase (default:"
                    + " ${DEFAULT-VALUE}).")
    private int warmUpEpochs;

    @Option(
            names = "--backbone-rate",
            paramLabel = "FACTOR",
            description = "The backbone learns at this share of the head's learning rate (default: ${DEFAULT-VALUE}).")
    private double backboneRate = 1;

    @Option(
            names = "--clip-norm",
            paramLabel = "NORM",
            description = "Scale all gradients together down to this norm at most (default: never).")
    private Double clipNorm;

    @Option(
            names = "--accumulate",
            paramLabel = "N",
            description = "Gather the gradients of N batches for one update: like N times the batch size, in the memory"
                    + " of one (default: ${DEFAULT-VALUE}).")
    private int accumulate = 1;

    UpdateRule rule(double learningRate) {
        UpdateRule rule =
                UpdateRule.of(Optimizer.byName(optimizer, learningRate)).withAccumulation(accumulate);
        if (backboneRate != 1) {
            rule = rule.withLayerRates(LayerRates.backbone(backboneRate));
        }
        return clipNorm == null ? rule : rule.withClipping(Clipping.byGlobalNorm(clipNorm));
    }

    LearningRatePlan rates() {
        return LearningRatePlan.of(LearningRatePlan.Shape.byName(schedule), warmUpEpochs);
    }
}
