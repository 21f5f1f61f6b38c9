package dev.graft.search;

import dev.graft.augmentation.AugmentationCatalog;
import dev.graft.augmentation.AugmentationPlan;
import dev.graft.augmentation.ImageAugmentation;
import dev.graft.backbone.BackboneSpec;
import dev.graft.backbone.WeightsByName;
import dev.graft.error.GraftException;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.TrainingRole;
import dev.graft.freeze.Unfrozen;
import dev.graft.head.HeadChoice;
import dev.graft.model.BackboneOutline;
import dev.graft.settings.AugmentationSettings;
import dev.graft.settings.ModelSettings;
import dev.graft.settings.PhaseSettings;
import dev.graft.settings.TrainingSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds out which training a {@link Cell} is, without allocating a network. Cells are the same training, and give equal
 * numbers, if
 *
 * <ul>
 *   <li>they unfreeze the same layers, those left aside that neither learn nor are random: of InceptionV3 the last three
 *       layers hold nothing, so 0 and 3 are equal; {@code all} is equal to as many as there are, or more; how they are
 *       written does not matter;
 *   <li>their batch-norm modes differ, but no unfrozen layer is a batch norm;
 *   <li>one names what another leaves to the backbone: weights, preprocessing, size, a preset's parts;
 *   <li>their weights have the same content, or their augmentations the same definition;
 *   <li>their patience differs, but is no less than the epochs.
 * </ul>
 *
 * <p>Not safe for use by several threads.
 */
public final class TrialResolver {
    private final SearchTools tools;
    private final WeightsByName weights;
    private final Outlines outlines;
    private final LedgerJson json = new LedgerJson();
    private final Map<List<String>, ResolvedWeights> knownWeights = new HashMap<>();
    private final Map<AugmentationSettings, ImageAugmentation> knownAugmentations = new HashMap<>();

    /** @param tools where names are looked up */
    public TrialResolver(SearchTools tools) {
        this.tools = tools;
        this.weights = new WeightsByName(tools.weights());
        this.outlines = new Outlines(tools.backbones());
    }

    /**
     * The trainings of all cells, each once.
     *
     * @param base settings that the cells share
     * @return in the order of their first cells
     * @throws GraftException for a cell that cannot be trained; says which
     */
    public List<Trial> resolve(List<Cell> cells, TrainingSettings base, SearchContext context) {
        Map<TrialAddress, Trial> trials = new LinkedHashMap<>();
        for (Cell cell : cells) {
            Trial trial = trial(cell, base, context);
            trials.merge(trial.address(), trial, TrialResolver::both);
        }
        return List.copyOf(trials.values());
    }

    /** The same of cells that share the usual settings. */
    public List<Trial> resolve(List<Cell> cells, SearchContext context) {
        return resolve(cells, GridSearch.shared(TrainingSettings.defaults()), context);
    }

    private static Trial both(Trial first, Trial second) {
        List<Cell> cells = new ArrayList<>(first.cells());
        cells.addAll(second.cells());
        return first.withCells(cells);
    }

    private Trial trial(Cell cell, TrainingSettings base, SearchContext context) {
        try {
            return resolved(cell, cell.on(base), context);
        } catch (GraftException e) {
            throw new GraftException(e.getMessage() + " This is of the search's cell: " + cell.describe() + ".", e);
        }
    }

    private Trial resolved(Cell cell, TrainingSettings said, SearchContext context) {
        ModelSettings model = said.model();
        BackboneSpec spec = tools.backbones().get(model.backbone()).spec();
        ResolvedWeights initial = knownWeights.computeIfAbsent(
                List.of(model.backbone(), model.weights()), key -> ResolvedWeights.of(spec, model.weights(), weights));
        int size = model.size() == 0 ? spec.defaultSize() : model.size();
        String preprocessing =
                model.otherPreprocessing().orElse(initial.preprocessing()).id();
        AugmentationSettings augmented = said.augmentation();
        ImageAugmentation augmentation = knownAugmentations.computeIfAbsent(
                augmented.withViews(0), key -> tools.augmentations().find(key.policy(), key.strength(), key.mixing()));
        boolean changes = !augmentation.isIdentity();
        if (changes) {
            new AugmentationPlan(augmentation, said.seeds().augmentation(), augmented.views());
        }
        AugmentationSettings none = TrainingSettings.defaults().augmentation();
        BackboneOutline outline = outlines.of(model.backbone(), size);
        PhaseSettings phase = scratch(said.phases().get(0), initial);
        LearningLayers layers = LearningLayers.of(phase.unfrozen(), outline);
        TrainingSettings settings = said.withModel(m -> new ModelSettings(
                        m.backbone(),
                        initial.name(),
                        size,
                        preprocessing,
                        HeadChoice.of(m.head().head(spec)),
                        m.headStart()))
                .withPhases(List.of(canonical(phase, layers, outline)))
                .withAugmentation(a -> changes ? a : none)
                .withSeeds(seeds -> changes ? seeds : seeds.withAugmentation(0));
        String identity = changes ? augmentation.definition() : AugmentationCatalog.NONE;
        Map<String, Object> determining = Trial.determining(settings, initial.identity(), identity, layers.identity());
        TrialAddress address = TrialAddress.of(determining, context, json);
        return new Trial(address, settings, initial.identity(), identity, layers.identity(), List.of(cell));
    }

    /** With what the weights decide: a whole network that learns from scratch has its batch norms follow the batches. */
    private static PhaseSettings scratch(PhaseSettings said, ResolvedWeights initial) {
        boolean random = initial.name().equals(WeightsByName.RANDOM);
        return said.unfrozen().isAutomatic()
                ? said.withUnfrozen(random ? Unfrozen.all() : Unfrozen.last(0)).withBatchNorm(BatchNormMode.KERAS)
                : said;
    }

    private static PhaseSettings canonical(PhaseSettings phase, LearningLayers layers, BackboneOutline outline) {
        boolean normalizes =
                layers.indices().stream().anyMatch(index -> outline.roles().get(index) == TrainingRole.NORMALIZING);
        return phase.withUnfrozen(layers.unfrozen())
                .withBatchNorm(normalizes ? phase.batchNorm() : BatchNormMode.KERAS)
                .withPatience(phase.patience() >= phase.epochs() ? 0 : phase.patience());
    }
}
