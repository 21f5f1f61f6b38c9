package dev.graft.search;

import dev.graft.engine.Engine;
import dev.graft.io.AtomicFile;
import dev.graft.metrics.McNemarTest;
import dev.graft.provenance.Provenance;
import dev.graft.report.ExperimentAxis;
import dev.graft.report.ExperimentConfiguration;
import dev.graft.report.ExperimentDiagnosis;
import dev.graft.report.ExperimentMeasure;
import dev.graft.report.ExperimentReport;
import dev.graft.report.ExperimentRunnerUp;
import dev.graft.report.ExperimentScores;
import dev.graft.report.ExperimentSummary;
import dev.graft.report.ExperimentTrial;
import dev.graft.report.ExperimentWinner;
import dev.graft.report.HtmlReport;
import dev.graft.report.PageWriter;
import dev.graft.result.Finding;
import dev.graft.result.FindingKind;
import dev.graft.result.ResultPictures;
import dev.graft.result.RunFacts;
import dev.graft.result.TrainingResult;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a search leaves for people: {@code report.html}, see {@link ExperimentReport}, beside the {@link SearchFiles}. It may
 * be written while the search is under way, and again.
 *
 * @param ledger the search's
 * @param title headline; if empty, the name of the images and how many trials there are, {@code photos: 24 trials}
 */
public record SearchReport(Ledger ledger, Optional<String> title) {
    /** With the images and the number of trials as the headline. */
    public static SearchReport of(Ledger ledger) {
        return new SearchReport(ledger, Optional.empty());
    }

    /** {@code report.html}. */
    public Path page() {
        return ledger.directory().resolve("report.html");
    }

    /**
     * Writes {@code trials.csv}, {@code best.json} and {@code report.html}, over older ones; each appears whole or not at
     * all. The best trial of each backbone gets its own {@code report.html} in its folder, unless it has one.
     *
     * @throws dev.graft.GraftException if a file cannot be written, or the result of one of the best trials cannot be read
     */
    public void write(SearchResult result) {
        new SearchFiles(ledger.directory()).write(result);
        Collection<Best> best = best(result);
        best.forEach(winner -> writeOwnPage(winner, result));
        byte[] page = ExperimentReport.render(summary(result, best)).getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(page(), out -> out.write(page));
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

    private void writeOwnPage(Best winner, SearchResult result) {
        Path file = ownPage(winner.chosen());
        // A trial that can go on would outgrow its page.
        boolean over = result.states().get(winner.chosen().address()).status() == TrialStatus.DONE;
        if (over && !Files.exists(file)) {
            byte[] page =
                    HtmlReport.render(winner.result(), ResultPictures.NONE).getBytes(StandardCharsets.UTF_8);
            AtomicFile.write(file, out -> out.write(page));
        }
    }

    private Path ownPage(Trial trial) {
        return ledger.folderOf(trial.address()).resolve(PageWriter.REPORT);
    }

    private ExperimentSummary summary(SearchResult result, Collection<Best> best) {
        Map<TrialAddress, Integer> positions = new HashMap<>();
        result.trials().forEach(trial -> positions.put(trial.address(), positions.size()));
        return new ExperimentSummary(
                title.orElseGet(() -> headline(result, best)),
                ExperimentMeasure.valueOf(result.measure().name()),
                Arrays.stream(Axis.values()).map(SearchReport::axis).toList(),
                result.trials().stream()
                        .map(trial -> trial(trial, result.states().get(trial.address())))
                        .toList(),
                result.ranking().stream()
                        .map(c -> configuration(c, result.measure(), positions))
                        .toList(),
                winners(best),
                result.verdict().flatMap(SearchReport::runnerUp),
                diagnoses(result, best, positions),
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
    private List<ExperimentDiagnosis> diagnoses(
            SearchResult result, Collection<Best> best, Map<TrialAddress, Integer> positions) {
        List<ExperimentDiagnosis> diagnoses = new ArrayList<>();
        Set<FindingKind> shown = new HashSet<>();
        for (Best winner : best) {
            List<Finding> findings = winner.result().findings();
            findings.forEach(finding -> shown.add(finding.kind()));
            int position = positions.get(winner.chosen().address());
            String name = "the best " + Axis.BACKBONE.of(winner.chosen().cells().get(0));
            diagnoses.add(new ExperimentDiagnosis(
                    position,
                    "Diagnosis of " + name,
                    findings.isEmpty()
                            ? List.of("No sign of trouble.")
                            : findings.stream().map(Finding::sentence).toList(),
                    List.of()));
            explanations(winner).read(position, "Where " + name + " looked").ifPresent(diagnoses::add);
        }
        for (Trial trial : result.trials()) {
            TrialState state = result.states().get(trial.address());
            for (Finding finding : state.scores().map(TrialScores::findings).orElse(List.of())) {
                FindingKind kind = finding.kind();
                if (kind != FindingKind.REMARK && !kind.ofTheData() && shown.add(kind)) {
                    diagnoses.add(new ExperimentDiagnosis(
                            positions.get(trial.address()),
                            "An example: " + kind.label(),
                            List.of(finding.sentence()),
                            List.of()));
                }
            }
        }
        return diagnoses;
    }

    private static ExperimentAxis axis(Axis axis) {
        String words = axis.id().replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
        String label = Character.toUpperCase(words.charAt(0)) + words.substring(1);
        return new ExperimentAxis(axis.id(), axis == Axis.UNFROZEN ? "Unfrozen layers" : label, axis == Axis.SEED);
    }

    private ExperimentTrial trial(Trial trial, TrialState state) {
        Path own = ownPage(trial);
        // A failed trial may have scores of an earlier attempt; they take no part in the ranking.
        boolean failed = state.status() == TrialStatus.FAILED;
        return new ExperimentTrial(
                trial.address().sha256(),
                trial.cells().stream().map(SearchReport::values).toList(),
                ExperimentTrial.Status.valueOf(state.status().name()),
                state.seconds(),
                state.scores().filter(scores -> !failed).map(SearchReport::scores),
                state.error(),
                Files.exists(own)
                        ? Optional.of("trials/" + trial.address().sha256() + "/" + own.getFileName())
                        : Optional.empty());
    }

    private static List<String> values(Cell cell) {
        List<String> values = new ArrayList<>();
        for (Axis axis : Axis.values()) {
            String value = axis.of(cell);
            // 1.0E-4 is how the axis writes it; people read 0.0001.
            values.add(
                    axis == Axis.LEARNING_RATE
                            ? new BigDecimal(value).stripTrailingZeros().toPlainString()
                            : value);
        }
        return values;
    }

    private static ExperimentScores scores(TrialScores s) {
        PartScores v = s.validation();
        return new ExperimentScores(
                v.accuracy(),
                v.accuracyLow(),
                v.accuracyHigh(),
                v.balancedAccuracy(),
                v.logLoss(),
                v.rocAuc(),
                v.sensitivity(),
                v.specificity(),
                v.f1(),
                s.course().stream()
                        .map(epoch -> new ExperimentScores.Epoch(epoch.loss(), epoch.accuracy()))
                        .toList(),
                s.bestEpoch(),
                s.secondsPerEpoch(),
                s.parameters(),
                s.trainableParameters(),
                s.findings());
    }

    private static ExperimentConfiguration configuration(
            ConfigurationResult c, Measure measure, Map<TrialAddress, Integer> positions) {
        return new ExperimentConfiguration(
                c.repeats().stream()
                        .map(repeat -> positions.get(repeat.trial().address()))
                        .toList(),
                positions.get(c.chosen(measure).trial().address()),
                c.planned(),
                c.complete(),
                c.mean(),
                c.deviation(),
                c.lowest(),
                c.highest());
    }

    private static List<ExperimentWinner> winners(Collection<Best> best) {
        List<ExperimentWinner> winners = new ArrayList<>();
        TrainingResult first = best.stream().findFirst().map(Best::result).orElse(null);
        for (Best winner : best) {
            boolean comparable = winner.result() != first
                    && Stream.of(first, winner.result()).allMatch(r -> r.test().isPresent());
            winners.add(new ExperimentWinner(
                    winner.configuration(),
                    winner.result(),
                    comparable
                            ? Optional.of(McNemarTest.of(
                                    first.testPredictions(), winner.result().testPredictions()))
                            : Optional.empty()));
        }
        return winners;
    }

    private static Optional<ExperimentRunnerUp> runnerUp(TestVerdict verdict) {
        return verdict.runnerUpScores()
                .flatMap(scores -> verdict.comparison()
                        .map(test -> new ExperimentRunnerUp(
                                scores.accuracy(), scores.accuracyLow(), scores.accuracyHigh(), test)));
    }

    private Provenance provenance(SearchResult result, Collection<Best> best) {
        Map<String, Object> experiment = new LinkedHashMap<>();
        experiment.put(
                "ranked by",
                "validation " + result.measure().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        experiment.put("trials", result.trials().size());
        experiment.put(
                "cells",
                result.trials().stream().mapToInt(t -> t.cells().size()).sum());
        experiment.put("images (hash)", ledger.context().images());
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
            provenance = provenance.with("winner: " + section.getKey(), section.getValue());
        }
        return provenance;
    }

    /** Of trials that somebody has begun. */
    private static Stream<TrialState> states(SearchResult result) {
        return result.trials().stream()
                .map(trial -> result.states().get(trial.address()))
                .filter(state -> !state.worker().isEmpty());
    }
}
