package dev.graft.augment.policy;

import dev.graft.augment.mix.CutMix;
import dev.graft.augment.mix.MixUp;
import dev.graft.augment.mix.Mixing;
import dev.graft.augmentation.AugmentationCatalog;
import dev.graft.augmentation.ImageAugmentation;
import dev.graft.error.GraftException;

/** The presets and files of this module, for settings and search spaces. */
public final class PresetCatalog implements AugmentationCatalog {
    @Override
    public ImageAugmentation byName(String name) {
        return AugmentationPresets.resolve(name);
    }

    @Override
    public ImageAugmentation changed(String name, double strength, String mixing) {
        AugmentationPolicy policy = AugmentationPresets.resolve(name);
        AugmentationPolicy scaled = strength == 1 ? policy : policy.scaled(strength);
        return mixing.equals(NONE) ? scaled : scaled.withMixing(mixing(mixing));
    }

    @Override
    public ImageAugmentation defined(String definition) {
        return AugmentationPolicy.parse(definition, "the definition of the augmentation");
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
        return new GraftException("Images are mixed by mixup or cutmix, with an alpha if wanted, for example cutmix:1;"
                + " found '" + text + "'.");
    }
}
