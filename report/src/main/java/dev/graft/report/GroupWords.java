package dev.graft.report;

import dev.graft.metrics.Evaluation;
import dev.graft.metrics.GroupScore;
import dev.graft.metrics.GroupScoreChoice;
import dev.graft.metrics.Interval;
import dev.graft.metrics.Metric;
import dev.graft.result.GroupedResult;
import dev.graft.result.Numbers;
import java.util.stream.Collectors;

/**
 * Figures by group in words.
 *
 * @param groups what they are
 */
record GroupWords(GroupedResult groups) {
    /** What a score makes of the images of a group, inside a sentence. */
    static String score(GroupScore score) {
        return switch (score) {
            case MEAN_LOGIT -> "the mean log odds of its images";
            case MAXIMUM -> "the highest probability of its images";
            case NOISY_OR -> "the chance that any of its images is positive (noisy-or)";
        };
    }

    /** How each group was called. */
    String how() {
        return "By group: each counts once, by " + score(groups.choice().score()) + ".";
    }

    /** Why it is this score. */
    String choice() {
        GroupScoreChoice choice = groups.choice();
        if (choice.candidates().isEmpty()) {
            return "Other scores were not compared.";
        }
        String compared = "On the " + Numbers.counted(choice.groups(), "group")
                + " of the validation part the log loss is "
                + choice.candidates().stream()
                        .map(candidate -> Numbers.loss(candidate.logLoss()) + " by "
                                + candidate.score().id() + gain(candidate.gain()))
                        .collect(Collectors.joining(", "))
                + ".";
        return compared
                + (choice.rarest() < GroupScoreChoice.FEWEST
                        ? " Of one class there are " + Numbers.count(choice.rarest()) + " groups; with fewer than "
                                + GroupScoreChoice.FEWEST + " of each nothing but the mean log odds is chosen."
                        : " Another score than the mean log odds is chosen if the 95 % interval of its gain lies above 0.");
    }

    private static String gain(Interval gain) {
        return gain.known()
                ? " (gain " + Numbers.loss(gain.low()).replace('-', '−') + " to "
                        + Numbers.loss(gain.high()).replace('-', '−') + ")"
                : "";
    }

    /** The accuracy of groups, as a sentence. */
    static String accuracy(Evaluation byGroup, GroupScore score) {
        return "Counted by group, each by " + score(score) + ", " + Numbers.percent(byGroup.accuracy()) + " of "
                + Numbers.counted(byGroup.images(), "group") + " were classified correctly (95 % interval "
                + Numbers.percentRange(byGroup.interval(Metric.ACCURACY)) + ").";
    }
}
