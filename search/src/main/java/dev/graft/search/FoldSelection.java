package dev.graft.search;

import dev.graft.metrics.Bootstrap;
import dev.graft.metrics.Metric;
import dev.graft.metrics.SelectionBootstrap;
import dev.graft.metrics.SelectionBootstrap.Candidate;
import dev.graft.metrics.SelectionFigure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares configurations by what their folds predict of images that they had not seen. */
final class FoldSelection {
    private final OutOfFold predictions;
    private final SelectionBootstrap measured;
    private final SelectionBootstrap losses;

    FoldSelection(Ledger ledger, FoldFacts facts, Measure measure) {
        this.predictions = new OutOfFold(ledger);
        this.measured = bootstrap(measure.metric(), facts);
        this.losses = bootstrap(Metric.LOG_LOSS, facts);
    }

    private static SelectionBootstrap bootstrap(Metric metric, FoldFacts facts) {
        return new SelectionBootstrap(
                metric, facts.positive(), facts.classNames().size(), Bootstrap.ofGroups(facts.groups()));
    }

    /**
     * Those that are worth another fold; one with a fold that failed is not.
     *
     * @param configurations each with its trials of the first folds alone
     * @param errorProbability of giving up the best one
     * @return positions
     */
    List<Integer> survivors(List<List<Trial>> configurations, double errorProbability) {
        Map<Integer, Candidate> candidates = new LinkedHashMap<>();
        for (int i = 0; i < configurations.size(); i++) {
            Optional<Candidate> candidate = predictions.of(configurations.get(i));
            if (candidate.isPresent()) {
                candidates.put(i, candidate.get());
            }
        }
        List<Integer> positions = new ArrayList<>(candidates.keySet());
        if (positions.size() > 1) {
            List<Integer> hopeless = measured.hopeless(List.copyOf(candidates.values()), errorProbability);
            positions.removeAll(hopeless.stream().map(positions::get).toList());
        }
        return positions;
    }

    /**
     * A configuration's figures.
     *
     * @param done those of its trials that are done, at least one
     * @param planned how many there should be
     */
    ConfigurationResult result(List<ScoredTrial> done, int planned, Measure measure) {
        Candidate candidate =
                predictions.of(done.stream().map(ScoredTrial::trial).toList()).orElseThrow();
        double sign = measure.metric().lowerIsBetter() ? -1 : 1;
        double[] values = measured.figures(candidate).map(value -> sign * value).toArray();
        double loss = losses.figures(candidate).average().orElseThrow();
        return ConfigurationResult.of(done, planned, done.size() == planned, values, loss);
    }

    /**
     * What the winner is worth; empty while no configuration has all its folds.
     *
     * @param ranking best first
     * @param dropped how many of them were given up
     */
    Optional<SelectionVerdict> verdict(List<ConfigurationResult> ranking, int dropped) {
        List<Candidate> complete = ranking.stream()
                .filter(ConfigurationResult::complete)
                .map(configuration -> predictions
                        .of(configuration.repeats().stream()
                                .map(ScoredTrial::trial)
                                .toList())
                        .orElseThrow())
                .toList();
        if (complete.isEmpty()) {
            return Optional.empty();
        }
        SelectionFigure figure = measured.of(complete);
        int images = complete.get(0).passes().get(0).size();
        return Optional.of(new SelectionVerdict(
                figure,
                images,
                figure.units() < images,
                complete.get(0).passes().size(),
                dropped));
    }
}
