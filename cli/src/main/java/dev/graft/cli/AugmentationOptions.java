package dev.graft.cli;

import dev.graft.settings.AugmentationSettings;
import dev.graft.settings.TrainingSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options on how training images are changed. */
final class AugmentationOptions {
    @Option(
            names = "--augment",
            paramLabel = "NAME|FILE",
            description =
                    "Change training images in every epoch: none, keras-default, light, medium, strong, mri-light,"
                            + " mri, or a JSON file; see graft augment-preview (default: ${bundle:default.augmentation}).")
    private @Nullable String policy;

    @Option(
            names = "--augment-strength",
            paramLabel = "FACTOR",
            description =
                    "Weaker or stronger than the policy says; 0 changes nothing (default: ${bundle:default.strength}).")
    private @Nullable Double strength;

    @Option(
            names = "--augment-views",
            paramLabel = "K",
            description = "Give each image K fixed augmented views instead of new ones in every epoch: their frozen"
                    + " features are computed once (default: ${bundle:default.views}, always new).")
    private @Nullable Integer views;

    @Option(
            names = "--mix",
            paramLabel = "KIND[:ALPHA]",
            description = "Mix the images of a batch and their labels: mixup (alpha 0.2) or cutmix (alpha 1)"
                    + " (default: no).")
    private @Nullable String mixing;

    /** Puts what was given over settings. */
    TrainingSettings over(TrainingSettings base) {
        return base.withAugmentation(usual -> new AugmentationSettings(
                policy == null ? usual.policy() : policy,
                strength == null ? usual.strength() : strength,
                mixing == null ? usual.mixing() : mixing,
                views == null ? usual.views() : views));
    }
}
