package dev.graft.evaluate;

import dev.graft.io.OutputDirectory;
import dev.graft.io.Services;
import dev.graft.metrics.Prediction;
import dev.graft.metrics.Subgroups;
import dev.graft.model.InputDrift;
import dev.graft.provenance.Provenance;
import dev.graft.result.Finding;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A saved model on labelled images that took no part in making it.
 *
 * @param title headline, for example {@code model.graft on hospital-b}
 * @param classNames of the model, in order of their index
 * @param positiveClass index of the class that sensitivity, ROC, calibration and decisions describe
 * @param data what was evaluated
 * @param images by image; where groups are known intervals are found from them
 * @param groups by group, if groups are known
 * @param comparison with another model, if there is one
 * @param subgroups by what else is known of the images; without columns if nothing is
 * @param drift how the images differ as a whole from those of the training; empty if the model's file does not tell
 * @param recognised images that the model knows
 * @param findings what to know before the figures are used, the most serious first
 * @param predictions one an image, in order of their names
 * @param groupNames group of each image by its name, as far as known
 * @param provenance all that determined the figures
 */
public record ExternalEvaluation(
        String title,
        List<String> classNames,
        int positiveClass,
        EvaluatedImages data,
        Assessment images,
        Optional<GroupAssessment> groups,
        Optional<ModelComparison> comparison,
        Subgroups subgroups,
        Optional<InputDrift> drift,
        Recognised recognised,
        List<Finding> findings,
        List<Prediction> predictions,
        Map<String, String> groupNames,
        Provenance provenance) {
    public ExternalEvaluation {
        classNames = List.copyOf(classNames);
        findings = List.copyOf(findings);
        predictions = List.copyOf(predictions);
        groupNames = Map.copyOf(groupNames);
    }

    /** Name of the positive class. */
    public String positive() {
        return classNames.get(positiveClass);
    }

    /** By group where groups are known, else by image: what the headline is about. */
    public Assessment main() {
        return groups.map(GroupAssessment::assessment).orElse(images);
    }

    /**
     * Writes {@link EvaluationFiles} and what all {@link EvaluationWriter}s on the class path make of it, such as a page, into
     * a new directory, which appears whole or not at all.
     *
     * @return the directory
     * @throws dev.graft.error.GraftException if the directory exists or cannot be written, or a writer fails
     */
    public Path save(Path directory) {
        return save(directory, Services.found(EvaluationWriter.class, writer -> {}));
    }

    /** The same with writers of one's own, or none. */
    public Path save(Path directory, Collection<EvaluationWriter> writers) {
        return new OutputDirectory(directory).write(folder -> {
            new EvaluationFiles(folder).write(this);
            Services.each(writers, writer -> writer.write(this, folder));
        });
    }
}
