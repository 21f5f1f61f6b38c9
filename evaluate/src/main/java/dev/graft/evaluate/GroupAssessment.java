package dev.graft.evaluate;

import dev.graft.metrics.GroupScore;
import dev.graft.metrics.Prediction;
import java.util.List;

/**
 * How good the model is by group, a patient say: each counts once.
 *
 * @param score how the images of a group became one score
 * @param assessment of the groups' scores
 * @param mixed groups that are left out because their images differ in class, of more than two
 * @param predictions one a group, named like it
 */
public record GroupAssessment(
        GroupScore score, Assessment assessment, List<String> mixed, List<Prediction> predictions) {
    public GroupAssessment {
        mixed = List.copyOf(mixed);
        predictions = List.copyOf(predictions);
    }
}
