package dev.graft.run;

import dev.graft.augmentation.AugmentationCatalog;
import dev.graft.augmentation.ImageAugmentation;
import dev.graft.backbone.BackboneSpec;
import dev.graft.data.ImageDataset;
import dev.graft.data.Split;
import dev.graft.error.GraftException;
import dev.graft.head.Head;
import dev.graft.head.HeadChoice;
import dev.graft.settings.TrainingSettings;
import dev.graft.train.Phase;
import dev.graft.weights.BackboneWeights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a program gave in the place of settings. Some of it has a text after all, and is recorded by it. Immutable.
 *
 * @param head made for the backbone
 * @param weights of the backbone
 * @param augmentation of the train part
 * @param split the parts
 * @param phases by their place, those that settings cannot say
 */
record GivenObjects(
        Optional<Function<BackboneSpec, Head>> head,
        Optional<BackboneWeights> weights,
        Optional<ImageAugmentation> augmentation,
        Optional<Split> split,
        Map<Integer, Phase> phases) {
    static GivenObjects none() {
        return new GivenObjects(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
    }

    GivenObjects withHead(Function<BackboneSpec, Head> made) {
        return new GivenObjects(Optional.of(made), weights, augmentation, split, phases);
    }

    GivenObjects withWeights(BackboneWeights given) {
        return new GivenObjects(head, Optional.of(given), augmentation, split, phases);
    }

    GivenObjects withAugmentation(ImageAugmentation given) {
        return new GivenObjects(head, weights, Optional.of(given), split, phases);
    }

    GivenObjects withSplit(Split parts) {
        return new GivenObjects(head, weights, augmentation, Optional.of(parts), phases);
    }

    GivenObjects withoutPhases() {
        return new GivenObjects(head, weights, augmentation, split, Map.of());
    }

    /** With this phase at a place, or none. */
    GivenObjects withPhase(int place, Optional<Phase> phase) {
        Map<Integer, Phase> others = new TreeMap<>(phases);
        others.remove(place);
        phase.ifPresent(one -> others.put(place, one));
        return new GivenObjects(head, weights, augmentation, split, others);
    }

    /**
     * What a result records: settings, with texts of these objects where they have one, and marks where they have none.
     *
     * @param images that are dealt out
     * @param spec of the backbone
     * @param augmentations may know the augmentation
     */
    Map<String, Object> recorded(
            TrainingSettings settings, ImageDataset images, BackboneSpec spec, AugmentationCatalog augmentations) {
        TrainingSettings said = settings;
        Map<String, String> unsaid = new LinkedHashMap<>();
        if (head.isPresent()) {
            Head made = head.get().apply(spec);
            Optional<HeadChoice> text = HeadChoice.ofAny(made);
            said = said.withModel(model -> model.withHead(text.orElse(model.head())));
            if (text.isEmpty()) {
                unsaid.put("model.head", made.describe());
            }
        }
        weights.filter(BackboneWeights::pretrained).ifPresent(given -> unsaid.put("model.weights", given.describe()));
        if (augmentation.isPresent()) {
            ImageAugmentation given = augmentation.get();
            said = said.withAugmentation(
                    a -> a.withPolicy(given.name()).withStrength(1).withMixing(AugmentationCatalog.NONE));
            if (!knows(augmentations, given)) {
                unsaid.put("augmentation.policy", given.name());
            }
        }
        split.filter(parts -> !says(settings, images, parts))
                .ifPresent(parts -> unsaid.put(
                        "split",
                        parts.train().size() + ", " + parts.validation().size() + " and "
                                + parts.test().size() + " images"));
        if (!phases.isEmpty()) {
            unsaid.put(
                    "phases",
                    phases.values().stream()
                            .map(phase -> phase.freeze().describe() + ", "
                                    + phase.rates().describe())
                            .collect(Collectors.joining("; ")));
        }
        return said.recorded(unsaid);
    }

    /** Whether settings deal images out in the same way: a fold that a cross-validation made can be trained again alone. */
    private static boolean says(TrainingSettings settings, ImageDataset images, Split parts) {
        try {
            return settings.split()
                    .split(images, settings.seeds().split())
                    .hash()
                    .equals(parts.hash());
        } catch (GraftException e) {
            return false;
        }
    }

    private static boolean knows(AugmentationCatalog augmentations, ImageAugmentation given) {
        try {
            return augmentations
                    .find(given.name(), 1, AugmentationCatalog.NONE)
                    .definition()
                    .equals(given.definition());
        } catch (GraftException e) {
            return false;
        }
    }
}
