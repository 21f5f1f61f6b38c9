package dev.graft.search;

import dev.graft.error.Lookup;
import dev.graft.metrics.McNemarTest;
import dev.graft.metrics.Prediction;
import dev.graft.search.SelectionVerdict.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the folds of the best configurations say together, and how these compare with the winner. */
final class FoldWinners {
    private final OutOfFold predictions;
    private final ImageFacts facts;

    FoldWinners(Ledger ledger, ImageFacts facts) {
        this.predictions = new OutOfFold(ledger);
        this.facts = facts;
    }

    /**
     * @param winners each with the result of one fold, the experiment's winner first
     * @return the same with what all their folds say
     */
    List<Experiment.Winner> of(SearchResult result, List<Experiment.Winner> winners) {
        List<Experiment.Winner> judged = new ArrayList<>();
        Map<String, Prediction> first = new LinkedHashMap<>();
        for (Experiment.Winner winner : winners) {
            List<Prediction> own = firstPass(result.ranking().get(winner.rank()));
            Unit unit = facts.unit(own);
            judged.add(new Experiment.Winner(
                    winner.rank(),
                    winner.result(),
                    Optional.of(facts.evaluation(own, Unit.IMAGE)),
                    Optional.of(unit).filter(Unit.GROUP::equals).map(group -> facts.evaluation(own, group)),
                    compared(first, own)));
            if (judged.size() == 1) {
                own.forEach(prediction -> first.put(prediction.image(), prediction));
            }
        }
        return judged;
    }

    private List<Prediction> firstPass(ConfigurationResult configuration) {
        List<Trial> done =
                configuration.repeats().stream().map(ScoredTrial::trial).toList();
        return predictions.of(done).orElseThrow().passes().get(0);
    }

    /** On the images that both have: one that was given up early lacks those of the later folds. */
    private Optional<PairedComparison> compared(Map<String, Prediction> first, List<Prediction> other) {
        List<Prediction> both = other.stream()
                .filter(prediction -> first.containsKey(prediction.image()))
                .toList();
        if (both.isEmpty()) {
            return Optional.empty();
        }
        List<Prediction> ofFirst = both.stream()
                .map(prediction -> Lookup.in(first, prediction.image(), "prediction"))
                .toList();
        Unit unit = facts.unit(both);
        return Optional.of(
                new PairedComparison(McNemarTest.of(facts.counted(ofFirst, unit), facts.counted(both, unit)), unit));
    }
}
