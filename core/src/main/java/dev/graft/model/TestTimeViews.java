package dev.graft.model;

import dev.graft.augmentation.AugmentationCatalog;
import dev.graft.augmentation.AugmentationPlan;
import dev.graft.augmentation.ImageAugmentation;
import dev.graft.error.GraftException;
import dev.graft.image.RgbImage;
import dev.graft.provenance.Provenance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Test-time augmentation: an image is looked at as it is and in views that the model's own augmentation makes of it, such as
 * it learnt from; the answer is the mean of the probabilities. Of probabilities, not of logits: each view then has one vote of
 * at most 1, where the logit of one view that is far too sure would outvote all others. Mixing with other images is left out.
 *
 * <p>The views depend on the pixels and the seed of the training's augmentation alone, so equal images have equal answers.
 *
 * @param plan whose augmentation makes the views
 * @param views of an image beside itself, at least 1
 * @see <a href="https://papers.nips.cc/paper/4824">Krizhevsky, Sutskever, Hinton: ImageNet Classification with Deep
 *     Convolutional Neural Networks. NIPS 2012</a>, section 4.1
 */
public record TestTimeViews(AugmentationPlan plan, int views) {
    /** @throws GraftException without a view, or if no image is ever changed */
    public TestTimeViews {
        if (views < 1) {
            throw new GraftException("Found " + views + " views of an image, expected at least 1.");
        }
        if (!plan.augmentation().changesImages()) {
            throw new GraftException("The augmentation '" + plan.augmentation().name()
                    + "' changes no image by itself, so there are no views to look at. Predict without them, or train with"
                    + " an augmentation that does.");
        }
    }

    /**
     * Views such as a model learnt from.
     *
     * @param provenance of the model
     * @param catalog reads the definition of its augmentation
     * @throws GraftException if it learnt without augmentation, or its augmentation cannot be read
     */
    public static TestTimeViews of(Provenance provenance, AugmentationCatalog catalog, int views) {
        Map<String, Object> section = provenance.sections().get(Provenance.AUGMENTATION);
        if (section == null) {
            throw new GraftException(
                    "The model was trained without augmentation: views of an image would be images of a"
                            + " kind that it has never seen. Predict without them, or train with an augmentation.");
        }
        if (!(section.get("definition") instanceof String definition)
                || !(section.get("seed") instanceof Number seed)) {
            throw new GraftException("The model does not say how its images were augmented: found " + section.keySet()
                    + ", expected a definition and a seed. Predict without views.");
        }
        ImageAugmentation augmentation = catalog.defined(definition);
        return new TestTimeViews(new AugmentationPlan(augmentation, seed.longValue(), 0), views);
    }

    /**
     * The image and its views.
     *
     * @param image of the model's input size
     * @return the image first
     */
    List<RgbImage> of(RgbImage image) {
        String content = DigestUtils.sha256Hex(image.pixels());
        List<RgbImage> all = new ArrayList<>();
        all.add(image);
        for (int view = 1; view <= views; view++) {
            all.add(plan.augmentation().apply(image, plan.seed(content, view)));
        }
        return all;
    }
}
