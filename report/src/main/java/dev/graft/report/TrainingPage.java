package dev.graft.report;

import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Metric;
import dev.graft.result.Finding;
import dev.graft.result.ManyClasses;
import dev.graft.result.Numbers;
import dev.graft.result.ResultPictures;
import dev.graft.result.ShownPart;
import dev.graft.result.TrainingResult;
import java.util.List;
import java.util.Optional;

/**
 * What {@code report.jte} shows.
 *
 * @param pictures to choose from
 */
record TrainingPage(TrainingResult result, ResultPictures pictures) {
    List<String> findings() {
        return result.findings().stream().map(Finding::sentence).toList();
    }

    String bestEpoch() {
        return result.history()
                .best()
                .map(e -> "Best epoch: " + e.epoch()
                        + (result.history().phases().size() > 1 ? " of phase " + e.phase() : "")
                        + ", with a validation loss of " + Numbers.threeDigits(e.validationLoss()) + ".")
                .orElse("There was no validation loss to choose an epoch by.");
    }

    /** The part that the page is about. */
    String part() {
        return ShownPart.of(result).name();
    }

    private Evaluation evaluation() {
        return ShownPart.of(result).evaluation();
    }

    String images() {
        return Numbers.counted(evaluation().images(), part() + " image");
    }

    int classes() {
        return result.classNames().size();
    }

    boolean manyClasses() {
        return ManyClasses.are(result.classNames());
    }

    String positive() {
        return result.classNames().get(result.positiveClass());
    }

    Optional<GroupWords> groups() {
        return result.byGroup().map(GroupWords::new);
    }

    String area() {
        return Numbers.ratio(evaluation().value(Metric.ROC_AUC));
    }

    private Samples samples() {
        return new Samples(result.classNames(), pictures.samples());
    }

    WeakestClasses weakest() {
        return new WeakestClasses(result.classNames(), evaluation(), samples());
    }

    List<Samples.Group> sampleGroups() {
        return samples().groups();
    }

    List<List<Picture>> explanations() {
        return pictures.explained().stream()
                .map(image -> Picture.of(image, result.classNames()))
                .toList();
    }

    List<List<Picture>> augmented() {
        return pictures.augmented().stream().map(Picture::of).toList();
    }
}
