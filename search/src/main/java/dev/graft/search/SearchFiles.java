package dev.graft.search;

import dev.graft.io.AtomicFile;
import dev.graft.metrics.Figures;
import dev.graft.metrics.Metric;
import dev.graft.metrics.SelectionFigure;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * What a search leaves beside its trials.
 *
 * <ul>
 *   <li>{@code trials.csv}: one line for each cell of the space. {@code trial} names the training: cells with the same one
 *       were trained once. Then come the axes as they were written, where the trial stands, and the figures of the
 *       validation part. The test part's figures are not among them, so that nobody chooses by them. In folds each line says
 *       which fold of which round it is of, and the figures of the images that it had not seen stand there too, by which
 *       configurations are compared. Where groups are known, those of the validation part stand there by group, too.
 *   <li>{@code best.json}: the winner, what the sealed test part says of it, and how sure that is; in folds, what its
 *       figure is worth corrected for having been chosen.
 * </ul>
 *
 * @param directory that of the ledger
 */
public record SearchFiles(Path directory) {
    private static final List<String> COURSE = List.of(
            "epochs_trained", "best_epoch", "seconds_per_epoch", "seconds", "parameters", "trainable_parameters");

    /** {@code trials.csv}. */
    public Path trials() {
        return directory.resolve("trials.csv");
    }

    /** {@code best.json}. */
    public Path best() {
        return directory.resolve("best.json");
    }

    /**
     * Writes both, over older ones; each appears whole or not at all.
     *
     * @throws dev.graft.error.GraftException if they cannot be written
     */
    public void write(SearchResult result) {
        AtomicFile.write(trials(), out -> trials(result, out));
        new LedgerJson().write(best(), best(result));
    }

    private static void trials(SearchResult result, OutputStream out) throws IOException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        CSVPrinter csv = new CSVPrinter(
                writer, CSVFormat.RFC4180.builder().setRecordSeparator("\n").get());
        List<Object> header = new ArrayList<>(List.of("trial"));
        Arrays.stream(Axis.values()).map(Axis::id).forEach(header::add);
        Optional<FoldPlan> folds = result.folds();
        if (folds.isPresent()) {
            header.addAll(List.of("fold", "round"));
        }
        header.add("status");
        header.addAll(metricColumns("validation_"));
        boolean byGroup = result.trials().stream()
                .flatMap(trial -> result.state(trial).scores().stream())
                .anyMatch(scores -> scores.validationByGroup().isPresent());
        if (byGroup) {
            header.addAll(metricColumns("validation_by_group_"));
        }
        if (folds.isPresent()) {
            header.addAll(metricColumns("out_of_fold_"));
        }
        header.addAll(COURSE);
        header.add("error");
        csv.printRecord(header);
        for (Trial trial : result.trials()) {
            List<Object> figures = figures(result.state(trial), folds.isPresent(), byGroup);
            for (Cell cell : trial.cells()) {
                List<Object> line = new ArrayList<>(List.of(trial.address().shortForm()));
                Arrays.stream(Axis.values()).map(axis -> axis.of(cell)).forEach(line::add);
                folds.ifPresent(plan -> line.addAll(List.of(plan.fold(trial), plan.round(trial))));
                line.addAll(figures);
                csv.printRecord(line);
            }
        }
        csv.flush();
    }

    private static List<Object> figures(TrialState state, boolean inFolds, boolean byGroup) {
        List<Object> figures = new ArrayList<>(List.of(state.status().name().toLowerCase(Locale.ROOT)));
        Optional<TrialScores> scores = state.scores();
        if (scores.isPresent()) {
            TrialScores s = scores.get();
            add(s.validation(), figures);
            if (byGroup) {
                add(s.validationByGroup().orElseGet(TrialScores::none), figures);
            }
            if (inFolds) {
                add(s.outOfFold(), figures);
            }
            figures.addAll(List.of(s.epochs(), s.bestEpoch(), s.secondsPerEpoch(), state.seconds()));
            figures.addAll(List.of(s.parameters(), s.trainableParameters()));
        } else {
            int parts = 1 + (inFolds ? 1 : 0) + (byGroup ? 1 : 0);
            figures.addAll(Collections.nCopies(parts * ComparedFigures.names().size() + COURSE.size(), ""));
        }
        figures.add(state.error().orElse(""));
        return figures;
    }

    private static void add(Figures some, List<Object> figures) {
        Map<String, Number> known = ComparedFigures.stored(some);
        ComparedFigures.names().forEach(name -> figures.add(known.getOrDefault(name, Double.NaN)));
    }

    private static List<String> metricColumns(String part) {
        return ComparedFigures.names().stream()
                .map(name -> part + name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
                .toList();
    }

    private static Map<String, Object> best(SearchResult result) {
        Map<String, Object> best = new LinkedHashMap<>();
        best.put("format", 2);
        best.put("measure", result.measure().name());
        best.put(
                "cells",
                result.trials().stream().mapToInt(t -> t.cells().size()).sum());
        best.put("trials", result.trials().size());
        best.put("failedTrials", result.failed().size());
        result.cutShort().ifPresent(cut -> best.put("cutShort", cut));
        best.put("configurationsCompared", result.compared());
        result.winner().ifPresent(winner -> best.put("winner", configuration(winner, result)));
        result.ranking().stream()
                .skip(1)
                .findFirst()
                .ifPresent(second -> best.put("runnerUp", configuration(second, result)));
        String lead = result.folds().isPresent() ? "leadOutOfFold" : "leadOnValidation";
        result.lead().ifPresent(value -> best.put(lead, value));
        result.verdict().ifPresent(verdict -> best.put("test", verdict(verdict)));
        result.folds().ifPresent(plan -> {
            best.put("folds", plan.folds());
            best.put("rounds", plan.seeds().size());
        });
        result.selection()
                .ifPresent(verdict -> best.put(
                        "selection", selection(verdict, result.measure().metric())));
        return best;
    }

    private static Map<String, Object> selection(SelectionVerdict verdict, Metric metric) {
        SelectionFigure figure = verdict.figure();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("method", "BBC-CV");
        values.put("metric", metric.id());
        values.put("naive", figure.naive());
        values.put("corrected", figure.corrected());
        values.put("low", figure.interval().low());
        values.put("high", figure.interval().high());
        values.put("stability", figure.stability());
        values.put("configurations", figure.configurations());
        values.put("givenUp", verdict.dropped());
        values.put("images", verdict.images());
        values.put("units", figure.units());
        values.put("byGroup", verdict.byGroup());
        values.put("counted", verdict.counted().id());
        values.put("passes", verdict.passes());
        values.put("draws", figure.draws());
        return values;
    }

    private static Map<String, Object> configuration(ConfigurationResult c, SearchResult result) {
        Measure measure = result.measure();
        Optional<FoldPlan> folds = result.folds();
        ScoredTrial chosen = c.chosen(measure);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("settings", chosen.trial().settings());
        values.put("repeatsPlanned", c.planned());
        values.put("complete", c.complete());
        values.put("mean", c.mean());
        values.put("standardDeviation", c.deviation());
        values.put("lowest", c.lowest());
        values.put("highest", c.highest());
        values.put("chosenTrial", chosen.trial().address());
        values.put("validation", chosen.scores().validation());
        values.put("parameters", chosen.scores().parameters());
        values.put("trainableParameters", chosen.scores().trainableParameters());
        List<Map<String, Object>> repeats = new ArrayList<>();
        for (ScoredTrial repeat : c.repeats()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("trial", repeat.trial().address());
            one.put("seed", repeat.trial().settings().seeds().training());
            folds.ifPresent(plan -> {
                one.put("fold", plan.fold(repeat.trial()));
                one.put("round", plan.round(repeat.trial()));
            });
            one.put(
                    "value",
                    measure.of(
                            folds.isPresent()
                                    ? repeat.scores().outOfFold()
                                    : repeat.scores().validation()));
            repeats.add(one);
        }
        values.put("repeats", repeats);
        return values;
    }

    private static Map<String, Object> verdict(TestVerdict v) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("winner", v.scores());
        values.put("meanAccuracyOfRepeats", v.meanAccuracy());
        values.put("standardDeviationOfRepeats", v.deviation());
        v.runnerUpScores().ifPresent(scores -> values.put("runnerUp", scores));
        v.byGroup().ifPresent(groups -> {
            Map<String, Object> grouped = new LinkedHashMap<>();
            grouped.put("score", groups.choice().score().id());
            groups.test().ifPresent(test -> grouped.put("winner", ComparedFigures.of(test)));
            values.put("byGroup", grouped);
        });
        v.comparison().ifPresent(paired -> values.put("pairedComparison", paired.stored("TheWinner", "TheRunnerUp")));
        return values;
    }
}
