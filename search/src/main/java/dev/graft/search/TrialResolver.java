package dev.graft.search;

import dev.graft.GraftException;
import dev.graft.augmentation.AugmentationPlan;
import dev.graft.augmentation.ImageAugmentation;
import dev.graft.backbone.BackboneSpec;
import dev.graft.backbone.WeightsByName;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.TrainingRole;
import dev.graft.model.BackboneOutline;
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
    private final Map<String, ImageAugmentation> knownAugmentations = new HashMap<>();

    /** @param tools where names are looked up */
    public TrialResolver(SearchTools tools) {
        this.tools = tools;
        this.weights = new WeightsByName(tools.weights());
        this.outlines = new Outlines(tools.backbones());
    }

    /**
     * The trainings of all cells, each once.
     *
     * @return in the order of their first cells
     * @throws GraftException for a cell that cannot be trained; says which
     */
    public List<Trial> resolve(List<Cell> cells, SearchContext context) {
        Map<TrialAddress, Trial> trials = new LinkedHashMap<>();
        for (Cell cell : cells) {
            TrialSettings settings = settings(cell);
            TrialAddress address = TrialAddress.of(settings, context, json);
            trials.merge(address, new Trial(address, settings, List.of(cell)), TrialResolver::both);
        }
        return List.copyOf(trials.values());
    }

    private static Trial both(Trial first, Trial second) {
        List<Cell> cells = new ArrayList<>(first.cells());
        cells.addAll(second.cells());
        return new Trial(first.address(), first.settings(), cells);
    }

    /**
     * The training of a cell.
     *
     * @throws GraftException if it cannot be trained; says why
     */
    public TrialSettings settings(Cell cell) {
        try {
            return resolved(cell);
        } catch (GraftException e) {
            throw new GraftException(e.getMessage() + " This is of the search's cell: " + cell.describe() + ".", e);
        }
    }

    private TrialSettings resolved(Cell cell) {
        BackboneSpec spec = tools.backbones().get(cell.backbone()).spec();
        ResolvedWeights initial = knownWeights.computeIfAbsent(
                List.of(cell.backbone(), cell.weights()), key -> ResolvedWeights.of(spec, cell.weights(), weights));
        int size = cell.size() == 0 ? spec.defaultSize() : cell.size();
        BackboneOutline outline = outlines.of(cell.backbone(), size);
        boolean normalizes = cell.unfrozen().changing(outline).stream()
                .anyMatch(index -> outline.roles().get(index) == TrainingRole.NORMALIZING);
        ImageAugmentation augmentation =
                knownAugmentations.computeIfAbsent(cell.augmentation(), tools.augmentations()::find);
        boolean augmented = !augmentation.isIdentity();
        if (augmented) {
            new AugmentationPlan(augmentation, cell.seed(), cell.views());
        }
        return new TrialSettings(
                cell.backbone(),
                initial.name(),
                initial.identity(),
                HeadNotation.write(cell.head().head(spec)),
                cell.unfrozen().on(outline),
                normalizes ? cell.batchNorm() : BatchNormMode.KERAS,
                cell.optimizer(),
                cell.learningRate(),
                cell.schedule(),
                augmented ? cell.augmentation() : AugmentationCatalog.NONE,
                augmented ? augmentation.definition() : AugmentationCatalog.NONE,
                augmented ? cell.views() : 0,
                cell.preprocessing().equals(SearchSpace.OWN)
                        ? initial.preprocessing().id()
                        : cell.preprocessing(),
                size,
                cell.batchSize(),
                cell.epochs(),
                cell.patience() >= cell.epochs() ? 0 : cell.patience(),
                cell.seed());
    }
}
