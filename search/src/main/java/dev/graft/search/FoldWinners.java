package dev.graft.search;

import dev.graft.error.Lookup;
import dev.graft.metrics.Bootstrap;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.McNemarTest;
import dev.graft.metrics.Prediction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the folds of the best configurations say together, and how these compare with the winner. */
final class FoldWinners {
    private final OutOfFold predictions;
    private final FoldFacts facts;

    FoldWinners(Ledger ledger, FoldFacts facts) {
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
            judged.add(new Experiment.Winner(
                    winner.rank(), winner.result(), Optional.of(evaluation(own)), compared(first, own)));
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

    private Evaluation evaluation(List<Prediction> pass) {
        return Evaluation.of(pass, facts.classNames().size(), facts.positive(), Bootstrap.ofGroups(facts.groups()));
    }

    /** On the images that both have: one that was given up early lacks those of the later folds. */
    private static Optional<McNemarTest> compared(Map<String, Prediction> first, List<Prediction> other) {
        List<Prediction> both = other.stream()
                .filter(prediction -> first.containsKey(prediction.image()))
                .toList();
        return both.isEmpty()
                ? Optional.empty()
                : Optional.of(McNemarTest.of(
                        both.stream()
                                .map(prediction -> Lookup.in(first, prediction.image(), "prediction"))
                                .toList(),
                        both));
    }
}
