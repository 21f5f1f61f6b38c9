package dev.graft.run;

import dev.graft.augmentation.AugmentationPlan;
import dev.graft.augmentation.ImageMixing;
import dev.graft.data.ImageDataset;
import dev.graft.data.ImageLoader;
import dev.graft.data.ImageSample;
import dev.graft.data.LoadOptions;
import dev.graft.graph.InputShape;
import dev.graft.image.RgbImage;
import dev.graft.result.AugmentedSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Some training images with what the first epochs of a training show of them. */
final class AugmentedSamples {
    private static final int IMAGES = 4;
    private static final int EPOCHS = 6;

    private AugmentedSamples() {}

    /**
     * Draws them.
     *
     * @param train indices of the train part
     * @return empty if nothing is augmented
     */
    static List<AugmentedSample> of(ImageDataset images, List<Integer> train, InputShape shape, AugmentationPlan plan) {
        if (plan.isNone()) {
            return List.of();
        }
        List<Integer> chosen = chosen(images, train);
        List<RgbImage> originals = new ArrayList<>();
        try (ImageLoader loader = new ImageLoader(images, chosen, LoadOptions.size(shape.width(), shape.height()))) {
            loader.forEachRemaining(loaded -> originals.add(loaded.image()));
        }
        List<AugmentedSample> samples = new ArrayList<>();
        for (int i = 0; i < chosen.size(); i++) {
            RgbImage partner = originals.get((i + 1) % chosen.size());
            samples.add(sample(images.samples().get(chosen.get(i)), originals.get(i), partner, plan));
        }
        return samples;
    }

    private static AugmentedSample sample(
            ImageSample sample, RgbImage original, RgbImage partner, AugmentationPlan plan) {
        int shown = plan.views() == 0 ? EPOCHS : Math.min(EPOCHS, plan.views());
        Optional<ImageMixing> mixing = plan.augmentation().mixing();
        List<RgbImage> augmented = new ArrayList<>();
        for (int epoch = 1; epoch <= shown; epoch++) {
            long seed = plan.seed(sample.contentHash(), epoch);
            RgbImage image = plan.augmentation().apply(original, seed);
            augmented.add(
                    mixing.isEmpty()
                            ? image
                            : mixing.get().mix(image, partner, ~seed).image());
        }
        return new AugmentedSample(sample.name(), original, augmented);
    }

    /** One of each class in turn. */
    private static List<Integer> chosen(ImageDataset images, List<Integer> train) {
        List<Integer> chosen = new ArrayList<>();
        int classes = images.classNames().size();
        for (int i = 0; i < IMAGES; i++) {
            int wanted = i % classes;
            train.stream()
                    .filter(index -> images.samples().get(index).label() == wanted && !chosen.contains(index))
                    .findFirst()
                    .ifPresent(chosen::add);
        }
        return chosen;
    }
}
