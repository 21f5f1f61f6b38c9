package dev.graft.search;

import dev.graft.metrics.Bootstrap;
import dev.graft.metrics.Metric;
import dev.graft.metrics.SelectionBootstrap;
import dev.graft.metrics.SelectionBootstrap.Candidate;
import dev.graft.metrics.SelectionFigure;
import dev.graft.search.SelectionVerdict.Unit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares configurations by what their folds predict of images that they had not seen: group by group where each has one class
 * and each image a group, so that a patient with many images counts no more than another, else image by image.
 */
final class FoldSelection {
    private final OutOfFold predictions;
    private final ImageFacts facts;
    private final Metric metric;

    FoldSelection(Ledger ledger, ImageFacts facts, Measure measure) {
        this.predictions = new OutOfFold(ledger);
        this.facts = facts;
        this.metric = measure.metric();
    }

    private SelectionBootstrap bootstrap(Metric of, Unit unit) {
        // A group counted as one is drawn alone.
        return new SelectionBootstrap(
                of,
                facts.positive(),
                facts.classNames().size(),
                unit == Unit.GROUP ? Bootstrap.ofImages() : Bootstrap.ofGroups(facts.groups()));
    }

    /** Of candidates of the same images it is the same. */
    private Unit unit(Candidate candidate) {
        return facts.unit(candidate.passes().get(0));
    }

    private Candidate counted(Candidate candidate, Unit unit) {
        return new Candidate(candidate.passes().stream()
                .map(pass -> facts.counted(pass, unit))
                .toList());
    }

    private List<Candidate> counted(Collection<Candidate> candidates, Unit unit) {
        return candidates.stream().map(candidate -> counted(candidate, unit)).toList();
    }

    /**
     * Who goes on.
     *
     * @param positions of configurations
     * @param spent sum of the chances to win of all that were given up so far
     */
    record Survivors(List<Integer> positions, double spent) {}

    /**
     * Those that are worth another fold; one with a fold that failed is not.
     *
     * @param configurations each with its trials of the first folds alone
     * @param divisions how many folds these are, of all rounds
     * @param errorProbability of giving up the winner that may be spent in the whole search, as evenly as folds come
     * @param spent of it before
     */
    Survivors survivors(List<List<Trial>> configurations, int divisions, double errorProbability, double spent) {
        Map<Integer, Candidate> candidates = new LinkedHashMap<>();
        for (int i = 0; i < configurations.size(); i++) {
            Optional<Candidate> candidate = predictions.of(configurations.get(i));
            if (candidate.isPresent()) {
                candidates.put(i, candidate.get());
            }
        }
        List<Integer> positions = new ArrayList<>(candidates.keySet());
        if (positions.size() < 2) {
            return new Survivors(positions, spent);
        }
        double allowed = errorProbability * divisions / (facts.divisions() - 1);
        Unit unit = unit(candidates.values().iterator().next());
        SelectionBootstrap.Hopeless hopeless = bootstrap(metric, unit)
                .hopeless(counted(candidates.values(), unit), judged(divisions), allowed - spent);
        positions.removeAll(hopeless.positions().stream().map(positions::get).toList());
        return new Survivors(positions, spent + hopeless.probability());
    }

    /** Share of all that folds will say, in whole rounds after the first one. */
    private double judged(int divisions) {
        int known = divisions < facts.folds() ? divisions : divisions - divisions % facts.folds();
        return (double) known / facts.divisions();
    }

    /**
     * A configuration's figures.
     *
     * @param done those of its trials that are done, at least one
     * @param planned how many there should be
     */
    ConfigurationResult result(List<ScoredTrial> done, int planned, Measure measure) {
        Candidate images =
                predictions.of(done.stream().map(ScoredTrial::trial).toList()).orElseThrow();
        Unit unit = unit(images);
        Candidate candidate = counted(images, unit);
        double sign = measure.metric().lowerIsBetter() ? -1 : 1;
        double[] values = bootstrap(metric, unit)
                .figures(candidate)
                .map(value -> sign * value)
                .toArray();
        double loss =
                bootstrap(Metric.LOG_LOSS, unit).figures(candidate).average().orElseThrow();
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
        Unit unit = unit(complete.get(0));
        SelectionFigure figure = bootstrap(metric, unit).of(counted(complete, unit));
        int images = complete.get(0).passes().get(0).size();
        return Optional.of(new SelectionVerdict(
                figure,
                images,
                figure.units() < images,
                unit,
                complete.get(0).passes().size(),
                dropped));
    }
}
