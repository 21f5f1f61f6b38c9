package dev.graft.cli;

import dev.graft.GraftException;
import dev.graft.augment.mix.CutMix;
import dev.graft.augment.mix.MixUp;
import dev.graft.augment.mix.Mixing;
import dev.graft.augment.policy.AugmentationPolicy;
import dev.graft.augment.policy.AugmentationPresets;
import dev.graft.augmentation.ImageAugmentation;
import dev.graft.run.TransferTask;
import picocli.CommandLine.Option;

/** Options on how training images are changed. */
final class AugmentationOptions {
    @Option(
            names = "--augment",
            paramLabel = "NAME|FILE",
            description =
                    "Change training images in every epoch: none, keras-default, light, medium, strong, mri-light,"
                            + " mri, or a JSON file; see graft augment-preview (default: ${DEFAULT-VALUE}).")
    private String policy = "none";

    @Option(
            names = "--augment-strength",
            paramLabel = "FACTOR",
            description = "Weaker or stronger than the policy says; 0 changes nothing (default: ${DEFAULT-VALUE}).")
    private double strength = 1;

    @Option(
            names = "--augment-views",
            paramLabel = "K",
            description = "Give each image K fixed augmented views instead of new ones in every epoch: their frozen"
                    + " features are computed once (default: ${DEFAULT-VALUE}, always new).")
    private int views;

    @Option(
            names = "--mix",
            paramLabel = "KIND[:ALPHA]",
            description = "Mix the images of a batch and their labels: mixup (alpha 0.2) or cutmix (alpha 1)"
                    + " (default: no).")
    private String mixing;

    TransferTask configure(TransferTask task) {
        return task.augment(augmentation(), views);
    }

    private ImageAugmentation augmentation() {
        AugmentationPolicy chosen = AugmentationPresets.resolve(policy);
        if (strength != 1) {
            chosen = chosen.scaled(strength);
        }
        return mixing == null ? chosen : chosen.withMixing(mixing(mixing));
    }

    private static Mixing mixing(String text) {
        String[] parts = text.split(":", 2);
        try {
            return switch (parts[0]) {
                case "mixup" -> new MixUp(parts.length == 1 ? 0.2 : Double.parseDouble(parts[1]));
                case "cutmix" -> new CutMix(parts.length == 1 ? 1 : Double.parseDouble(parts[1]));
                default -> throw unknown(text);
            };
        } catch (NumberFormatException e) {
            throw unknown(text);
        }
    }

    private static GraftException unknown(String text) {
        return new GraftException(
                "--mix takes mixup or cutmix, with an alpha if wanted, for example cutmix:1; found '" + text + "'.");
    }
}
