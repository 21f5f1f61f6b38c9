package dev.graft.search;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a search's trials have yet to compute, in multiplications. Kept as sums, so that it costs the same to tell for many trials
 * as for few.
 */
final class WorkLeft {
    /** Trials of one backbone that have epochs left, and the work of these epochs. */
    private static final class Sum {
        private int trials;
        private double epochs;
    }

    /** Trials with epochs left that share frozen features. */
    private static final class Sharing {
        private final String backbone;
        private final double features;
        private int trials;

        private Sharing(String backbone, double features) {
            this.backbone = backbone;
            this.features = features;
        }
    }

    private final Map<String, Sum> backbones = new HashMap<>();
    private final Map<String, Sharing> sharings = new HashMap<>();
    private final Set<String> featuresThere = new HashSet<>();

    /**
     * Of a trial with epochs left.
     *
     * @param features once for all trials that share them; 0 if nothing is frozen
     * @param epochs work of what is left of its epochs
     */
    void add(Trial trial, double features, double epochs) {
        change(trial, features, epochs, 1);
    }

    /** Takes back what was added. */
    void remove(Trial trial, double features, double epochs) {
        change(trial, features, -epochs, -1);
    }

    private void change(Trial trial, double features, double epochs, int trials) {
        String backbone = trial.settings().model().backbone();
        Sum sum = backbones.computeIfAbsent(backbone, key -> new Sum());
        sum.trials += trials;
        // Differences of sums need not be 0 where nothing is left.
        sum.epochs = sum.trials == 0 ? 0 : sum.epochs + epochs;
        String key = TrialArrangement.sharing(trial);
        if (features > 0 && !featuresThere.contains(key)) {
            Sharing sharing = sharings.computeIfAbsent(key, each -> new Sharing(backbone, features));
            sharing.trials += trials;
            if (sharing.trials == 0) {
                sharings.remove(key);
            }
        }
    }

    /**
     * Frozen features of a trial and of all that share them are computed.
     *
     * @return whether they were not before
     */
    boolean featuresAreThere(Trial trial) {
        String key = TrialArrangement.sharing(trial);
        sharings.remove(key);
        return featuresThere.add(key);
    }

    /** @param share of their epochs that trials train */
    double seconds(CostModel.Fit fit, double share) {
        double seconds = 0;
        for (Map.Entry<String, Sum> each : backbones.entrySet()) {
            Sum sum = each.getValue();
            seconds += fit.seconds(each.getKey(), sum.trials, share * sum.epochs);
        }
        for (Sharing sharing : sharings.values()) {
            seconds += fit.seconds(sharing.backbone, 0, sharing.features);
        }
        return seconds;
    }
}
