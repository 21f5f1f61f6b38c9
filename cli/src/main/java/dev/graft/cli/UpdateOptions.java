package dev.graft.cli;

import dev.graft.optimizer.Clipping;
import dev.graft.optimizer.LayerRates;
import dev.graft.optimizer.Optimizer;
import dev.graft.optimizer.UpdateRule;
import dev.graft.optimizer.WeightAveraging;
import dev.graft.schedule.LearningRatePlan;
import dev.graft.schedule.ScheduleChoice;
import dev.graft.settings.PhaseSettings;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options on how gradients become updates. */
final class UpdateOptions {
    @Option(
            names = "--optimizer",
            paramLabel = "NAME",
            description = "adam, adamw, rmsprop or sgd (default: ${bundle:default.optimizer}).")
    private @Nullable String optimizer;

    @Option(
            names = "--schedule",
            paramLabel = "NAME",
            description = "Learning rate over a phase: constant, cosine, step, exponential or plateau (default:"
                    + " ${bundle:default.schedule}).")
    private @Nullable String schedule;

    @Option(
            names = "--warm-up-epochs",
            paramLabel = "N",
            description = "Let the learning rate rise from 0 over the first N epochs of each phase (default:"
                    + " ${bundle:default.warmUpEpochs}).")
    private @Nullable Integer warmUpEpochs;

    @Option(
            names = "--backbone-rate",
            paramLabel = "FACTOR",
            description =
                    "The backbone learns at this share of the head's learning rate (default: ${bundle:default.backboneRate}).")
    private @Nullable Double backboneRate;

    @Option(
            names = "--clip-norm",
            paramLabel = "NORM",
            description = "Scale all gradients together down to this norm at most (default: never).")
    private @Nullable Double clipNorm;

    @Option(
            names = "--accumulate",
            paramLabel = "N",
            description = "Gather the gradients of N batches for one update: like N times the batch size, in the memory"
                    + " of one (default: ${bundle:default.accumulation}).")
    private @Nullable Integer accumulate;

    @Option(
            names = "--average",
            paramLabel = "KIND",
            description =
                    "Go by the mean of the parameters that epochs end with: swa:0.5, all alike after half of a phase's"
                            + " epochs; swa:10, from the 10th on; ema:0.9, exponentially (default: ${bundle:default.averaging}).")
    private @Nullable String average;

    /**
     * Puts what was given over a phase.
     *
     * @param learningRate else the phase's own
     */
    PhaseSettings over(PhaseSettings base, Optional<Double> learningRate) {
        UpdateRule rule = base.rule();
        double rate = learningRate.orElse(base.optimizer().learningRate());
        rule = rule.withOptimizer(
                optimizer == null || optimizer.equalsIgnoreCase(base.optimizer().name())
                        ? base.optimizer().withLearningRate(rate)
                        : Optimizer.byName(optimizer, rate));
        rule = accumulate == null ? rule : rule.withAccumulation(accumulate);
        rule = backboneRate == null ? rule : rule.withLayerRates(LayerRates.backbone(backboneRate));
        rule = clipNorm == null ? rule : rule.withClipping(Clipping.byGlobalNorm(clipNorm));
        return base.withRule(rule)
                .withSchedule(schedule(base.schedule()))
                .withAveraging(average == null ? base.averaging() : WeightAveraging.of(average));
    }

    private ScheduleChoice schedule(ScheduleChoice base) {
        return new ScheduleChoice(
                schedule == null ? base.shape() : LearningRatePlan.Shape.byName(schedule),
                warmUpEpochs == null ? base.warmUpEpochs() : warmUpEpochs);
    }
}
