package dev.graft.search;

import dev.graft.engine.Engine;
import dev.graft.io.Services;
import dev.graft.provenance.Provenance;
import dev.graft.result.Finding;
import dev.graft.result.FindingKind;
import dev.graft.result.RunFacts;
import dev.graft.result.TrainingResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a search leaves for people: what {@link ExperimentWriter}s make of the {@link Experiment}, such as the page of
 * graft-report, beside the {@link SearchFiles}. It may be written while the search is under way, and again.
 *
 * @param ledger the search's
 * @param title headline; if empty, the name of the images and how many trials there are, {@code photos: 24 trials}
 */
public record SearchReport(Ledger ledger, Optional<String> title) {
    private static final Logger log = LoggerFactory.getLogger(SearchReport.class);

    /** With the images and the number of trials as the headline. */
    public static SearchReport of(Ledger ledger) {
        return new SearchReport(ledger, Optional.empty());
    }

    /**
     * Writes {@code trials.csv} and {@code best.json}, over older ones, and what all writers on the class path write. Each file
     * appears whole or not at all.
     *
     * @throws dev.graft.error.GraftException if a file cannot be written, or the result of one of the best trials cannot be read
     */
    public void write(SearchResult result) {
        Collection<ExperimentWriter> writers = Services.found(ExperimentWriter.class, writer -> {});
        if (writers.isEmpty()) {
            log.info("No page of the experiment is written: graft-report is not on the class path");
        }
        write(result, writers);
    }

    /** The same with writers of one's own. */
    public void write(SearchResult result, Collection<ExperimentWriter> writers) {
        new SearchFiles(ledger.directory()).write(result);
        Experiment experiment = experiment(result);
        Services.each(writers, writer -> writer.write(experiment, ledger.directory()));
    }

    /**
     * Explains a few answers of the best trial of each backbone for the page, where its model was kept: images with the
     * places that spoke for the predicted class. Stored beside the trial, so it is done once; {@link #write} shows it.
     *
     * @param data what the search was given
     * @param engine computes
     */
    public void explain(SearchResult result, SearchData data, Engine engine) {
        best(result).forEach(winner -> explanations(winner).write(winner.result(), data, engine));
    }

    private TrialExplanations explanations(Best winner) {
        return new TrialExplanations(ledger.folderOf(winner.chosen().address()));
    }

    /** The best configuration of a backbone and the whole result of its chosen repeat. */
    private record Best(int configuration, Trial chosen, TrainingResult result) {}

    private Collection<Best> best(SearchResult result) {
        Map<String, Best> best = new LinkedHashMap<>();
        for (int i = 0; i < result.ranking().size(); i++) {
            Trial chosen = result.ranking().get(i).chosen(result.measure()).trial();
            String backbone = Axis.BACKBONE.of(chosen.cells().get(0));
            if (!best.containsKey(backbone)) {
                best.put(backbone, new Best(i, chosen, ledger.result(chosen.address())));
            }
        }
        return best.values();
    }

    /** Which training of the configuration it is; nothing by one split. */
    private static String fold(SearchResult result, Best winner) {
        return result.folds()
                .map(plan -> ", fold " + plan.fold(winner.chosen())
                        + (plan.seeds().size() == 1 ? "" : " of round " + plan.round(winner.chosen())))
                .orElse("");
    }

    /** All that people want to see of a result. */
    public Experiment experiment(SearchResult result) {
        Collection<Best> best = best(result);
        return new Experiment(
                title.orElseGet(() -> headline(result, best)),
                result,
                winners(result, best),
                diagnoses(result, best),
                provenance(result, best));
    }

    /** A ledger does not know the images' name; the result of a trial does. */
    private String headline(SearchResult result, Collection<Best> best) {
        String source = best.stream()
                .flatMap(winner -> winner.result().facts().stream())
                .map(RunFacts::source)
                .findFirst()
                .orElse(ledger.directory().toAbsolutePath().normalize().toString());
        int trials = result.trials().size();
        Path name = Path.of(source).getFileName();
        return (name == null ? "Experiment" : name) + ": " + trials + (trials == 1 ? " trial" : " trials");
    }

    /** Of the best trial of each backbone, with where it looked; then the first other trial with each kind of trouble. */
    private List<TrialDiagnosis> diagnoses(SearchResult result, Collection<Best> best) {
        List<TrialDiagnosis> diagnoses = new ArrayList<>();
        Set<FindingKind> shown = new HashSet<>();
        for (Best winner : best) {
            // In folds all images judge, however few are in the validation part of one.
            List<Finding> findings = winner.result().findings().stream()
                    .filter(finding -> result.folds().isEmpty() || finding.kind() != FindingKind.FEW_IMAGES)
                    .toList();
            findings.forEach(finding -> shown.add(finding.kind()));
            String name = "the best " + Axis.BACKBONE.of(winner.chosen().cells().get(0)) + fold(result, winner);
            diagnoses.add(new TrialDiagnosis(
                    winner.chosen(),
                    "Diagnosis of " + name,
                    findings.isEmpty()
                            ? List.of("No sign of trouble.")
                            : findings.stream().map(Finding::sentence).toList(),
                    List.of()));
            explanations(winner)
                    .read(winner.chosen(), "Where " + name + " looked")
                    .ifPresent(diagnoses::add);
        }
        for (Trial trial : result.trials()) {
            TrialState state = result.state(trial);
            for (Finding finding : state.scores().map(TrialScores::findings).orElse(List.of())) {
                FindingKind kind = finding.kind();
                if (kind != FindingKind.REMARK && !kind.ofTheData() && shown.add(kind)) {
                    diagnoses.add(new TrialDiagnosis(
                            trial, "An example: " + kind.label(), List.of(finding.sentence()), List.of()));
                }
            }
        }
        return diagnoses;
    }

    private List<Experiment.Winner> winners(SearchResult result, Collection<Best> best) {
        return ledger.folds()
                .map(facts -> new FoldWinners(ledger, facts)
                        .of(
                                result,
                                best.stream()
                                        .map(winner -> new Experiment.Winner(
                                                winner.configuration(), winner.result(), Optional.empty()))
                                        .toList()))
                .orElseGet(() -> winners(best));
    }

    private static List<Experiment.Winner> winners(Collection<Best> best) {
        List<Experiment.Winner> winners = new ArrayList<>();
        for (Best winner : best) {
            TrainingResult first = best.iterator().next().result();
            boolean comparable = winner.result() != first
                    && Stream.of(first, winner.result()).allMatch(r -> r.test().isPresent());
            winners.add(new Experiment.Winner(
                    winner.configuration(),
                    winner.result(),
                    comparable ? Optional.of(PairedComparison.of(first, winner.result())) : Optional.empty()));
        }
        return winners;
    }

    private Provenance provenance(SearchResult result, Collection<Best> best) {
        Map<String, Object> experiment = new LinkedHashMap<>();
        experiment.put(
                "ranked by",
                (result.folds().isPresent() ? "out-of-fold " : "validation ")
                        + result.measure().name().replace('_', ' ')
                        + result.selection()
                                .filter(verdict -> verdict.counted() == SelectionVerdict.Unit.GROUP)
                                .map(verdict -> " by group")
                                .orElse(""));
        experiment.put("trials", result.trials().size());
        experiment.put(
                "cells",
                result.trials().stream().mapToInt(t -> t.cells().size()).sum());
        experiment.put("images (hash)", ledger.context().images());
        result.folds().ifPresent(plan -> {
            experiment.put("folds", plan.folds());
            experiment.put("seeds of the rounds", plan.seeds());
        });
        experiment.put("split (hash)", ledger.context().split());
        experiment.put("engine", ledger.context().engine());
        experiment.put(
                "machines",
                states(result)
                        .map(state -> state.worker().replaceAll("/[^/]*$", ""))
                        .distinct()
                        .sorted()
                        .toList());
        states(result)
                .map(TrialState::updated)
                .max(Comparator.naturalOrder())
                .ifPresent(last -> experiment.put("last change", last));
        Provenance provenance = new Provenance(Map.of("experiment", experiment));
        for (Map.Entry<String, Map<String, Object>> section : best.stream()
                .limit(1)
                .flatMap(winner -> winner.result().provenance().sections().entrySet().stream())
                .toList()) {
            String whose = best.stream()
                    .findFirst()
                    .map(winner -> "winner" + fold(result, winner))
                    .orElseThrow();
            provenance = provenance.with(whose + ": " + section.getKey(), section.getValue());
        }
        return provenance;
    }

    /** Of trials that somebody has begun. */
    private static Stream<TrialState> states(SearchResult result) {
        return result.trials().stream()
                .map(trial -> result.state(trial))
                .filter(state -> !state.worker().isEmpty());
    }
}
