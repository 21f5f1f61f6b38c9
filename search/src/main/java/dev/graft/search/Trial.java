package dev.graft.search;

import dev.graft.freeze.Unfrozen;
import dev.graft.head.HeadStart;
import dev.graft.optimizer.WeightAveraging;
import dev.graft.settings.PhaseSettings;
import dev.graft.settings.TrainingSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * One training of a search.
 *
 * @param address names it
 * @param settings with names resolved: cells that are the same training have equal ones, but for the names of weights and
 *     augmentation. Of the split they say which fold it is, if it is one
 * @param weightsIdentity what the weights are: checksum and what is changed in them, or {@code random}
 * @param augmentationIdentity its definition; {@code none} if it changes nothing
 * @param layersIdentity which layers learn, equal however they are written
 * @param cells that are this training, at least one, in the space's order
 */
public record Trial(
        TrialAddress address,
        TrainingSettings settings,
        String weightsIdentity,
        String augmentationIdentity,
        String layersIdentity,
        List<Cell> cells) {
    public Trial {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(weightsIdentity, "weightsIdentity");
        Objects.requireNonNull(augmentationIdentity, "augmentationIdentity");
        Objects.requireNonNull(layersIdentity, "layersIdentity");
        cells = List.copyOf(cells);
    }

    /** The same with other cells. */
    Trial withCells(List<Cell> others) {
        return new Trial(address, settings, weightsIdentity, augmentationIdentity, layersIdentity, others);
    }

    /** Its one phase. */
    PhaseSettings phase() {
        return settings.phases().get(0);
    }

    /** All that its frozen features have in common with those of other trials, as far as images are augmented. */
    String augmented() {
        return augmentationIdentity + ", " + settings.augmentation().views() + " views, seed "
                + settings.seeds().augmentation();
    }

    /** What repeats of one configuration agree in, and its folds. */
    Map<String, Object> configuration() {
        return determining(
                settings.withSeeds(seeds -> seeds.withTraining(0))
                        .withSplit(TrainingSettings.defaults().split()),
                weightsIdentity,
                augmentationIdentity,
                layersIdentity);
    }

    /** What must be equal for equal numbers, besides images, split and engine, by name, in an order that never changes. */
    static Map<String, Object> determining(
            TrainingSettings settings, String weightsIdentity, String augmentationIdentity, String layersIdentity) {
        Map<String, Object> values = new LinkedHashMap<>(settings.withModel(m -> m.withWeights(weightsIdentity))
                .withPhases(List.of(settings.phases().get(0).withUnfrozen(Unfrozen.automatic())))
                .withSeeds(seeds -> seeds.withSplit(0))
                .withEvaluation(evaluation -> evaluation.withPositiveClass(""))
                .recorded(Map.of()));
        values.remove("split");
        withoutUsualAveraging(values);
        withoutUsualStart(values);
        if (settings.split().fold() > 0) {
            values.put(
                    "fold",
                    List.of(
                            settings.split().fold(),
                            settings.split().folds(),
                            settings.seeds().split()));
        }
        values.put("unfrozen", layersIdentity);
        values.put(
                "augmentation",
                List.of(augmentationIdentity, settings.augmentation().views()));
        return values;
    }

    /** Trials of a Graft whose heads all began with random values keep their addresses. */
    private static void withoutUsualStart(Map<String, Object> values) {
        if (values.get("model") instanceof Map<?, ?> said) {
            said.remove("headStart", HeadStart.RANDOM.name().toLowerCase(Locale.ROOT));
        }
    }

    /** Trials of a Graft that could not average keep their addresses. */
    private static void withoutUsualAveraging(Map<String, Object> values) {
        if (values.get("phases") instanceof List<?> phases) {
            for (Object phase : phases) {
                if (phase instanceof Map<?, ?> said) {
                    said.remove("averaging", WeightAveraging.none().toString());
                }
            }
        }
    }
}
