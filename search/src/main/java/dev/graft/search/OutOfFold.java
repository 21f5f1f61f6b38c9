package dev.graft.search;

import dev.graft.error.Lookup;
import dev.graft.metrics.Prediction;
import dev.graft.metrics.SelectionBootstrap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Predictions of each image by the model that had not seen it, put together from a configuration's folds. Reads each trial once. */
final class OutOfFold {
    private final Ledger ledger;
    private final Map<TrialAddress, List<Prediction>> known = new HashMap<>();

    OutOfFold(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * What trials of a configuration predict: a pass for each seed and round.
     *
     * @param trials of the same folds for each seed and round
     * @return empty if one of them has no result
     */
    Optional<SelectionBootstrap.Candidate> of(List<Trial> trials) {
        Map<List<Long>, List<Prediction>> passes = new LinkedHashMap<>();
        for (Trial trial : trials) {
            if (ledger.state(trial.address()).status() != TrialStatus.DONE) {
                return Optional.empty();
            }
            List<Long> pass = List.of(
                    trial.settings().seeds().training(),
                    trial.settings().seeds().split());
            passes.computeIfAbsent(pass, key -> new ArrayList<>()).addAll(predictions(trial));
        }
        // Amid a later round only the earlier ones say something of all images.
        int images = passes.values().stream().mapToInt(List::size).max().orElseThrow();
        List<List<Prediction>> whole =
                passes.values().stream().filter(pass -> pass.size() == images).toList();
        whole.forEach(pass -> pass.sort(Comparator.comparing(Prediction::image)));
        return Optional.of(new SelectionBootstrap.Candidate(whole));
    }

    private List<Prediction> predictions(Trial trial) {
        known.computeIfAbsent(trial.address(), address -> ledger.result(address).testPredictions());
        return Lookup.in(known, trial.address(), "predictions");
    }
}
