package dev.graft.search;

import dev.graft.io.AtomicFile;
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
 *       validation part. The test part's figures are not among them, so that nobody chooses by them.
 *   <li>{@code best.json}: the winner, what the sealed test part says of it, and how sure that is.
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
        header.add("status");
        header.addAll(metricColumns());
        header.addAll(COURSE);
        header.add("error");
        csv.printRecord(header);
        for (Trial trial : result.trials()) {
            List<Object> figures = figures(result.state(trial));
            for (Cell cell : trial.cells()) {
                List<Object> line = new ArrayList<>(List.of(trial.address().shortForm()));
                Arrays.stream(Axis.values()).map(axis -> axis.of(cell)).forEach(line::add);
                line.addAll(figures);
                csv.printRecord(line);
            }
        }
        csv.flush();
    }

    private static List<Object> figures(TrialState state) {
        List<Object> figures = new ArrayList<>(List.of(state.status().name().toLowerCase(Locale.ROOT)));
        Optional<TrialScores> scores = state.scores();
        if (scores.isPresent()) {
            TrialScores s = scores.get();
            Map<String, Number> known = ComparedFigures.stored(s.validation());
            ComparedFigures.names().forEach(name -> figures.add(known.getOrDefault(name, Double.NaN)));
            figures.addAll(List.of(s.epochs(), s.bestEpoch(), s.secondsPerEpoch(), state.seconds()));
            figures.addAll(List.of(s.parameters(), s.trainableParameters()));
        } else {
            figures.addAll(Collections.nCopies(metricColumns().size() + COURSE.size(), ""));
        }
        figures.add(state.error().orElse(""));
        return figures;
    }

    private static List<String> metricColumns() {
        return ComparedFigures.names().stream()
                .map(name -> "validation_" + name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
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
        best.put("configurationsCompared", result.compared());
        result.winner().ifPresent(winner -> best.put("winner", configuration(winner, result.measure())));
        result.ranking().stream()
                .skip(1)
                .findFirst()
                .ifPresent(second -> best.put("runnerUp", configuration(second, result.measure())));
        result.lead().ifPresent(lead -> best.put("leadOnValidation", lead));
        result.verdict().ifPresent(verdict -> best.put("test", verdict(verdict)));
        return best;
    }

    private static Map<String, Object> configuration(ConfigurationResult c, Measure measure) {
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
            one.put("value", measure.of(repeat.scores().validation()));
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
        v.comparison().ifPresent(test -> {
            Map<String, Object> paired = new LinkedHashMap<>();
            paired.put("test", "McNemar, exact, two-sided");
            paired.put("imagesOnlyTheWinnerGetsRight", test.firstOnly());
            paired.put("imagesOnlyTheRunnerUpGetsRight", test.secondOnly());
            paired.put("pValue", test.pValue());
            values.put("pairedComparison", paired);
        });
        return values;
    }
}
