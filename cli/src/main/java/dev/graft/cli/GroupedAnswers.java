package dev.graft.cli;

import dev.graft.error.Lookup;
import dev.graft.metrics.GroupScore;
import dev.graft.metrics.Prediction;
import dev.graft.model.Classification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers that are kept until all images of a group have one. */
final class GroupedAnswers {
    private final Map<String, String> groups;
    private final GroupScore score;
    private final int positiveClass;
    private final List<Prediction> images = new ArrayList<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private final Map<String, Integer> flagged = new HashMap<>();

    /**
     * @param groups group of each image by its name
     * @param positiveClass index of the class that a score looks for
     */
    GroupedAnswers(Map<String, String> groups, GroupScore score, int positiveClass) {
        this.groups = groups;
        this.score = score;
        this.positiveClass = positiveClass;
    }

    void add(String image, Classification answer) {
        String group = Lookup.in(groups, image, "group");
        images.add(new Prediction(image, -1, answer.probabilities()));
        counts.merge(group, 1, Integer::sum);
        flagged.merge(group, answer.warnings().isEmpty() ? 0 : 1, Integer::sum);
    }

    /** In the order of the groups' first images. */
    List<PredictionWriter.Row> rows() {
        return score.group(images, groups, positiveClass).predictions().stream()
                .map(group -> PredictionWriter.Row.of(
                        group, Lookup.in(counts, group.image(), "count"), Lookup.in(flagged, group.image(), "count")))
                .toList();
    }
}
