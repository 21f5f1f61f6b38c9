package dev.graft.search;

import dev.graft.backbone.BackboneRegistry;
import dev.graft.backbone.WeightsByName;
import dev.graft.settings.ModelSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The order in which trials run best, and which of them together: cheap backbones first, those that share features side by
 * side. Trials with equal frozen layers and equal augmentation come into one group, for they run in lock-step, see {@link
 * dev.graft.run.TransferGroup}. It needs neither an engine nor images, so that it can be made where nothing is computed.
 */
public final class TrialArrangement {
    /** Trials of a group: more would not share much more, and nobody else could take them. */
    public static final int MOST_TOGETHER = 16;

    private final TrialCosts costs;

    /** @param backbones where those of the trials are looked up */
    public TrialArrangement(BackboneRegistry backbones) {
        this.costs = new TrialCosts(backbones);
    }

    /**
     * Puts trials into groups.
     *
     * @param trials in the search's order
     * @param most trials of a group, at least 1: where several groups run at a time, so few that all are busy
     * @return each of them once
     */
    public List<TrialGroup> groups(List<Trial> trials, int most) {
        List<Trial> ordered = new ArrayList<>(trials);
        ordered.sort(Comparator.<Trial>comparingDouble(trial -> costs.forward(trial))
                .thenComparing(TrialArrangement::sharing)
                .thenComparing(trial -> trial.augmented())
                .thenComparing(trial -> trial.phase().unfrozen().layers().orElse(Integer.MAX_VALUE))
                .thenComparing(Trial::layersIdentity)
                .thenComparing(trial -> trial.settings().model().head().text()));
        List<TrialGroup> groups = new ArrayList<>();
        List<Trial> open = new ArrayList<>();
        for (Trial trial : ordered) {
            if (!open.isEmpty() && (open.size() >= most || !together(open.get(0), trial))) {
                groups.add(new TrialGroup(sharing(open.get(0)), open));
                open.clear();
            }
            open.add(trial);
        }
        if (!open.isEmpty()) {
            groups.add(new TrialGroup(sharing(open.get(0)), open));
        }
        return groups;
    }

    /** Whether two trials have work in common. */
    private boolean together(Trial first, Trial second) {
        return sharing(first).equals(sharing(second))
                && first.augmented().equals(second.augmented())
                && costs.features(first, 1) > 0
                && costs.features(second, 1) > 0;
    }

    /** What the features of the frozen layers of two trials must have in common to be of use to both. */
    static String sharing(Trial trial) {
        ModelSettings model = trial.settings().model();
        boolean drawn = model.weights().equals(WeightsByName.RANDOM);
        return String.join(
                "; ",
                model.backbone(),
                trial.weightsIdentity()
                        + (drawn ? " " + trial.settings().seeds().training() : ""),
                String.valueOf(model.size()),
                model.preprocessing());
    }
}
