package dev.graft.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.graft.io.BoundedJson;
import dev.graft.model.Classification;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Writes answers as they come, so that a million images need no more memory than a few. */
final class PredictionWriter {
    private final PrintWriter out;
    private final List<String> classes;
    private final PredictCommand.Format format;
    private final OptionalInt top;
    private final CSVPrinter csv;
    private final ObjectWriter json = BoundedJson.mapper().build().writerWithDefaultPrettyPrinter();
    private boolean first = true;

    /** An answer with the path that the user wrote. */
    record Row(Path image, Classification answer) {}

    /** @param top how many classes of each image, the most probable first; all in the model's order if empty */
    PredictionWriter(PrintWriter out, List<String> classes, PredictCommand.Format format, OptionalInt top) {
        this.out = out;
        this.classes = classes;
        this.format = format;
        this.top = top;
        try {
            this.csv = new CSVPrinter(
                    out, CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void begin() {
        if (format == PredictCommand.Format.CSV) {
            record(header());
        } else {
            out.print("[");
        }
    }

    void write(Row row) {
        if (format == PredictCommand.Format.CSV) {
            record(values(row));
            return;
        }
        try {
            out.print((first ? " " : ", ") + json.writeValueAsString(object(row)));
            first = false;
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    void end() {
        if (format == PredictCommand.Format.JSON) {
            out.println(" ]");
        }
        out.flush();
    }

    private void record(List<Object> values) {
        try {
            csv.printRecord(values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Object> header() {
        List<Object> header = new ArrayList<>(List.of("image", "class", "probability"));
        if (top.isEmpty()) {
            classes.forEach(name -> header.add("p(" + name + ")"));
        } else {
            for (int place = 2; place <= shown(); place++) {
                header.addAll(List.of("class " + place, "probability " + place));
            }
        }
        header.addAll(List.of("confidence", "warnings"));
        return header;
    }

    private List<Object> values(Row row) {
        Classification answer = row.answer();
        List<Object> values = new ArrayList<>(List.of(row.image(), answer.className(), answer.probability()));
        if (top.isEmpty()) {
            values.addAll(answer.probabilities());
        } else {
            mostProbable(answer).stream().skip(1).forEach(c -> {
                values.add(classes.get(c));
                values.add(answer.probabilities().get(c));
            });
        }
        values.add(answer.confidence());
        values.add(String.join(" ", answer.warnings()));
        return values;
    }

    private Map<String, Object> object(Row row) {
        Classification answer = row.answer();
        Map<String, Double> probabilities = new LinkedHashMap<>();
        List<Integer> order =
                top.isEmpty() ? IntStream.range(0, classes.size()).boxed().toList() : mostProbable(answer);
        order.forEach(
                c -> probabilities.put(classes.get(c), answer.probabilities().get(c)));
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("image", row.image().toString());
        value.put("class", answer.className());
        value.put("probability", answer.probability());
        value.put("confidence", answer.confidence());
        value.put("probabilities", probabilities);
        value.put("warnings", answer.warnings());
        return value;
    }

    private int shown() {
        return Math.min(classes.size(), top.orElse(classes.size()));
    }

    /** The predicted class first; of equal ones the first of the model. */
    private List<Integer> mostProbable(Classification answer) {
        return IntStream.range(0, classes.size())
                .boxed()
                .sorted(Comparator.comparing(
                                (Integer c) -> answer.probabilities().get(c))
                        .reversed())
                .limit(shown())
                .toList();
    }
}
