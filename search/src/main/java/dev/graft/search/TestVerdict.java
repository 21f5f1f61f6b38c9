package dev.graft.search;

import dev.graft.metrics.Figures;
import dev.graft.result.GroupedResult;
import java.util.Optional;

/**
 * What the sealed test part says of the winner. It took no part in choosing it.
 *
 * @param chosen the winner's repeat with the best validation part
 * @param scores of it on the test part
 * @param meanAccuracy on the test part over all the winner's repeats
 * @param deviation sample standard deviation of that; NaN for one repeat
 * @param runnerUp the runner-up's repeat with the best validation part, if there is a runner-up
 * @param runnerUpScores of it on the test part
 * @param byGroup the winner's test part by group, with the score that its validation part chose; empty where groups are unknown
 * @param comparison of the two on the same test images, or groups where they are known; winner first
 */
public record TestVerdict(
        ScoredTrial chosen,
        Figures scores,
        double meanAccuracy,
        double deviation,
        Optional<ScoredTrial> runnerUp,
        Optional<Figures> runnerUpScores,
        Optional<GroupedResult> byGroup,
        Optional<PairedComparison> comparison) {}
