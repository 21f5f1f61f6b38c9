package dev.graft.recommend;

import dev.graft.error.GraftException;
import dev.graft.metrics.Metric;
import dev.graft.search.Ledger;
import dev.graft.search.PretrainedNetwork;
import dev.graft.search.Trial;
import dev.graft.search.TrialStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The best validation accuracy that a ledger holds for a network and a cut. */
final class LedgerAccuracies {
    private final Map<PretrainedNetwork, Double> best = new HashMap<>();

    /** @throws GraftException if the ledger's trials are of other images */
    LedgerAccuracies(Ledger ledger, String manifestHash) {
        if (!ledger.context().images().equals(manifestHash)) {
            throw new GraftException("The ledger " + ledger.directory()
                    + " is of other images than those to recommend for, so its accuracies say nothing here. Give a ledger"
                    + " of the same images, read with the same options.");
        }
        for (Trial trial : ledger.trials()) {
            var state = ledger.state(trial.address());
            Optional<PretrainedNetwork> network = PretrainedNetwork.of(trial);
            if (state.status() == TrialStatus.DONE && state.scores().isPresent() && network.isPresent()) {
                double accuracy = state.scores().get().validation().value(Metric.ACCURACY);
                best.merge(network.get(), accuracy, Math::max);
            }
        }
    }

    Optional<Double> of(Candidate candidate) {
        return Optional.ofNullable(best.get(candidate.trained()));
    }
}
