package dev.graft.report;

import dev.graft.metrics.McNemarTest;
import dev.graft.result.TrainingResult;
import java.util.Optional;

/**
 * The best configuration of a category, by the validation part.
 *
 * @param configuration position in {@link ExperimentSummary#ranking()}
 * @param result of its chosen repeat
 * @param againstWinner the experiment's winner and this one on the same test images, the winner first; empty for the
 *     winner itself and without a test part
 */
public record ExperimentWinner(int configuration, TrainingResult result, Optional<McNemarTest> againstWinner) {}
