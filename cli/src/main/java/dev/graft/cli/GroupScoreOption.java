package dev.graft.cli;

import dev.graft.metrics.GroupScore;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a saved model answers for groups. */
final class GroupScoreOption {
    @Option(
            names = "--group-score",
            paramLabel = "RULE",
            converter = ScoreConverter.class,
            description =
                    "How a group's images become one score: mean-logit, maximum or noisy-or (default: what the model's"
                            + " file says).")
    private @Nullable GroupScore score;

    /** What was asked for instead of the model's own. */
    Optional<GroupScore> asked() {
        return Optional.ofNullable(score);
    }
}
