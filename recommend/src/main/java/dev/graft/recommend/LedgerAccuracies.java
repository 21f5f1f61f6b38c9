package dev.graft.recommend;

import dev.graft.error.GraftException;
import dev.graft.metrics.Metric;
import dev.graft.search.Ledger;
import dev.graft.search.Trial;
import dev.graft.search.TrialScores;
import dev.graft.search.TrialStatus;
import dev.graft.settings.ModelSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The best validation accuracy that a ledger holds for a network and a cut. */
final class LedgerAccuracies {
    private record Key(String backbone, String identity, int size, String preprocessing, int unfrozen) {}

    private final Map<Key, Double> best = new HashMap<>();

    /** @throws GraftException if the ledger's trials are of other images */
    LedgerAccuracies(Ledger ledger, String manifestHash) {
        if (!ledger.context().images().equals(manifestHash)) {
            throw new GraftException("The ledger " + ledger.directory()
                    + " is of other images than those to recommend for, so its accuracies say nothing here. Give a ledger"
                    + " of the same images, read with the same options.");
        }
        for (Trial trial : ledger.trials()) {
            var state = ledger.state(trial.address());
            Optional<Integer> layers =
                    trial.settings().phases().get(0).unfrozen().layers();
            if (state.status() == TrialStatus.DONE && state.scores().isPresent() && layers.isPresent()) {
                add(trial, layers.get(), state.scores().get());
            }
        }
    }

    private void add(Trial trial, int unfrozen, TrialScores scores) {
        ModelSettings model = trial.settings().model();
        Key key = new Key(model.backbone(), trial.weightsIdentity(), model.size(), model.preprocessing(), unfrozen);
        best.merge(key, scores.validation().value(Metric.ACCURACY), Math::max);
    }

    Optional<Double> of(Candidate candidate) {
        Network network = candidate.network();
        return Optional.ofNullable(best.get(new Key(
                network.backbone(),
                network.identity(),
                network.size(),
                network.preprocessing(),
                candidate.cut().unfrozen())));
    }
}
