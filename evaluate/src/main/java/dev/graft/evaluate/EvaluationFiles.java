package dev.graft.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.graft.error.GraftException;
import dev.graft.io.AtomicFile;
import dev.graft.io.BoundedFile;
import dev.graft.io.BoundedJson;
import dev.graft.metrics.Figures;
import dev.graft.metrics.Interval;
import dev.graft.metrics.Prediction;
import dev.graft.metrics.Subgroups;
import dev.graft.model.InputDrift;
import dev.graft.provenance.Provenance;
import dev.graft.result.Finding;
import dev.graft.result.ResultModule;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * The numbers of an evaluation.
 *
 * <ul>
 *   <li>{@code evaluation.json}: all of {@link ExternalEvaluation} but the predictions. Undefined numbers are the string {@code
 *       "NaN"}.
 *   <li>{@code predictions.csv}: one line an image with its {@code group}, {@code class}, whether the training knew it ({@code
 *       seen}) and the probability of each class.
 *   <li>{@code group-predictions.csv}: the same for groups, if groups are known.
 * </ul>
 *
 * @param directory which must exist
 */
public record EvaluationFiles(Path directory) {
    private static final int FORMAT = 1;
    private static final int LARGEST = 1 << 28;

    private record StoredGroups(String score, Assessment assessment, List<String> mixed) {}

    /** @param figures by the ids of their metrics */
    private record StoredValue(
            String value, int images, int units, Map<String, Figures.Estimate> figures, List<Subgroups.Gap> gaps) {}

    private record StoredColumn(String name, int unknown, boolean withinGroups, List<StoredValue> values) {}

    private record Stored(
            int format,
            String title,
            List<String> classNames,
            int positiveClass,
            EvaluatedImages data,
            Assessment images,
            Optional<StoredGroups> groups,
            Optional<ModelComparison> comparison,
            List<StoredColumn> subgroups,
            Optional<InputDrift> drift,
            Recognised recognised,
            List<Finding> findings,
            Provenance provenance) {}

    /** Where the numbers lie. */
    public Path numbers() {
        return directory.resolve("evaluation.json");
    }

    /** Where the predictions of images lie. */
    public Path predictions() {
        return directory.resolve("predictions.csv");
    }

    /** Where the predictions of groups lie, if groups are known. */
    public Path groupPredictions() {
        return directory.resolve("group-predictions.csv");
    }

    private static JsonMapper mapper() {
        return BoundedJson.records().addModule(new ResultModule()).build();
    }

    /**
     * Writes them, over older ones; each appears whole or not at all.
     *
     * @throws GraftException if one cannot be written
     */
    public void write(ExternalEvaluation evaluation) {
        AtomicFile.write(numbers(), out -> {
            out.write(mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(stored(evaluation)));
            out.write('\n');
        });
        AtomicFile.write(predictions(), out -> predictions(evaluation, out));
        evaluation
                .groups()
                .ifPresent(groups -> AtomicFile.write(
                        groupPredictions(),
                        out -> table(
                                List.of("group", "class"),
                                evaluation.classNames(),
                                groups.predictions(),
                                out,
                                p -> List.of(p.image(), evaluation.classNames().get(p.actual())))));
    }

    /** @throws GraftException if there is no evaluation, or it cannot be read */
    public JsonNode read() {
        try {
            return mapper().readTree(BoundedFile.read(numbers(), LARGEST));
        } catch (IOException e) {
            throw new GraftException(
                    "Could not read " + numbers() + " (" + e.getMessage() + "). Expected JSON that Graft wrote.", e);
        }
    }

    /**
     * What a model card tells.
     *
     * @throws GraftException if there is no evaluation, or it cannot be read
     */
    public EvaluationSummary summary() {
        JsonNode json = read();
        JsonNode main = json.path("groups").isObject() ? json.at("/groups/assessment") : json.path("images");
        if (json.path("format").asInt() != FORMAT || !main.isObject()) {
            throw new GraftException("Found no evaluation of format " + FORMAT + " in " + numbers()
                    + ". Evaluate again with this version.");
        }
        return new EvaluationSummary(
                json.path("title").asText(),
                main.at("/evaluation/images").asInt(),
                json.path("groups").isObject(),
                json.at("/recognised/images").size(),
                estimate(main.at("/evaluation/accuracy"), main.at("/evaluation/intervals/accuracy")),
                estimate(main.at("/area/area"), main.at("/area/interval")),
                json.at("/provenance/sections/training: machine/finished").asText("unknown"));
    }

    private static Figures.Estimate estimate(JsonNode value, JsonNode interval) {
        return new Figures.Estimate(
                value.asDouble(Double.NaN),
                new Interval(
                        interval.path("low").asDouble(Double.NaN),
                        interval.path("high").asDouble(Double.NaN)));
    }

    private static Stored stored(ExternalEvaluation evaluation) {
        return new Stored(
                FORMAT,
                evaluation.title(),
                evaluation.classNames(),
                evaluation.positiveClass(),
                evaluation.data(),
                evaluation.images(),
                evaluation.groups().map(g -> new StoredGroups(g.score().id(), g.assessment(), g.mixed())),
                evaluation.comparison(),
                evaluation.subgroups().columns().stream()
                        .map(EvaluationFiles::stored)
                        .toList(),
                evaluation.drift(),
                evaluation.recognised(),
                evaluation.findings(),
                evaluation.provenance());
    }

    private static StoredColumn stored(Subgroups.Column column) {
        return new StoredColumn(
                column.name(),
                column.unknown(),
                column.withinGroups(),
                column.values().stream().map(EvaluationFiles::stored).toList());
    }

    private static StoredValue stored(Subgroups.Subgroup value) {
        Map<String, Figures.Estimate> figures = new LinkedHashMap<>();
        value.figures().estimates().forEach((metric, estimate) -> figures.put(metric.id(), estimate));
        return new StoredValue(value.value(), value.figures().images(), value.units(), figures, value.gaps());
    }

    private static void predictions(ExternalEvaluation evaluation, OutputStream out) throws IOException {
        Set<String> seen = new HashSet<>(evaluation.recognised().images());
        List<String> classes = evaluation.classNames();
        table(
                List.of("image", "group", "class", "seen"),
                classes,
                evaluation.predictions(),
                out,
                p -> List.of(
                        p.image(),
                        evaluation.groupNames().getOrDefault(p.image(), ""),
                        classes.get(p.actual()),
                        evaluation.recognised().known() ? seen.contains(p.image()) : ""));
    }

    private interface Beginning {
        List<Object> of(Prediction prediction);
    }

    private static void table(
            List<String> columns,
            List<String> classes,
            List<Prediction> predictions,
            OutputStream out,
            Beginning beginning)
            throws IOException {
        CSVPrinter csv = new CSVPrinter(
                new OutputStreamWriter(out, StandardCharsets.UTF_8),
                CSVFormat.RFC4180.builder().setRecordSeparator("\n").get());
        List<Object> header = new ArrayList<>(columns);
        classes.forEach(name -> header.add("p(" + name + ")"));
        csv.printRecord(header);
        for (Prediction p : predictions) {
            List<Object> line = new ArrayList<>(beginning.of(p));
            line.addAll(p.probabilities());
            csv.printRecord(line);
        }
        csv.flush();
    }
}
