package dev.graft.augment.policy;

import dev.graft.augment.transform.Transform;
import dev.graft.augmentation.AugmentationPlan;
import dev.graft.augmentation.ImageAugmentation;
import dev.graft.data.ImageDataset;
import dev.graft.data.ImageLoader;
import dev.graft.data.LoadOptions;
import dev.graft.error.GraftException;
import dev.graft.image.RgbImage;
import dev.graft.result.AugmentedSample;
import dev.graft.result.ContactSheet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Shows a policy on images of a data set: as a whole, then each of its transforms alone.
 *
 * @param policy what to show
 * @param seed chooses images and samples
 * @param images how many, at least 1; classes take turns
 * @param samples of each image, at least 1
 * @param size side of the images in pixels
 */
public record AugmentationPreview(AugmentationPolicy policy, long seed, int images, int samples, int size) {
    public AugmentationPreview {
        if (images < 1 || samples < 1 || size < 1) {
            throw new GraftException("A preview needs at least one image, one sample and one pixel, found " + images
                    + ", " + samples + " and " + size + ".");
        }
    }

    private record Original(String name, String contentHash, RgbImage image) {}

    /**
     * Draws it.
     *
     * @throws GraftException if an image cannot be read any more
     */
    public ContactSheet of(ImageDataset dataset) {
        List<Original> originals = originals(dataset);
        List<ContactSheet.Group> groups = new ArrayList<>();
        groups.add(new ContactSheet.Group("All together", rows(originals, policy)));
        for (Transform part :
                policy.steps().stream().flatMap(step -> step.parts().stream()).toList()) {
            AugmentationPolicy alone = AugmentationPolicy.of(PolicyJson.name(part), part);
            groups.add(new ContactSheet.Group(
                    PolicyJson.name(part) + " alone, as if it were always applied",
                    rows(originals.subList(0, Math.min(2, originals.size())), alone)));
        }
        return new ContactSheet(
                "Augmentation " + policy.name(),
                images + " of " + dataset.samples().size() + " images at " + size + " × " + size
                        + " pixels. Each sample is what one epoch of a training would see.",
                groups,
                policy.definition());
    }

    private List<AugmentedSample> rows(List<Original> originals, ImageAugmentation augmentation) {
        AugmentationPlan plan = new AugmentationPlan(augmentation, seed, 0);
        return IntStream.range(0, originals.size())
                .mapToObj(i -> row(originals.get(i), originals.get((i + 1) % originals.size()), plan))
                .toList();
    }

    private AugmentedSample row(Original original, Original partner, AugmentationPlan plan) {
        List<RgbImage> augmented = new ArrayList<>();
        for (int epoch = 1; epoch <= samples; epoch++) {
            long imageSeed = plan.seed(original.contentHash(), epoch);
            RgbImage image = plan.augmentation().apply(original.image(), imageSeed);
            augmented.add(plan.augmentation()
                    .mixing()
                    .map(m -> m.mix(image, partner.image(), ~imageSeed).image())
                    .orElse(image));
        }
        return new AugmentedSample(original.name(), original.image(), augmented);
    }

    private List<Original> originals(ImageDataset dataset) {
        List<Integer> order = new ArrayList<>(
                IntStream.range(0, dataset.samples().size()).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        int classes = dataset.classNames().size();
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < images; i++) {
            int wanted = i % classes;
            order.stream()
                    .filter(index -> dataset.samples().get(index).label() == wanted && !chosen.contains(index))
                    .findFirst()
                    .ifPresent(chosen::add);
        }
        List<Original> originals = new ArrayList<>();
        try (ImageLoader loader = new ImageLoader(dataset, chosen, LoadOptions.size(size, size))) {
            loader.forEachRemaining(loaded -> {
                var sample = dataset.samples().get(loaded.index());
                originals.add(new Original(sample.name(), sample.contentHash(), loaded.image()));
            });
        }
        return originals;
    }
}
