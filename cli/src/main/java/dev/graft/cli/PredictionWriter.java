package dev.graft.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.graft.io.BoundedJson;
import dev.graft.metrics.Prediction;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Writes answers as they come, so that a million images need no more memory than a few. */
final class PredictionWriter {
    private final PrintWriter out;
    private final List<String> classes;
    private final Unit unit;
    private final PredictCommand.Format format;
    private final OptionalInt top;
    private final CSVPrinter csv;
    private final ObjectWriter json = BoundedJson.mapper().build().writerWithDefaultPrettyPrinter();
    private boolean first = true;

    /** What rows are of, and what stands in them before and after the probabilities. */
    enum Unit {
        IMAGE(List.of("image"), List.of("confidence", "warnings")),
        GROUP(List.of("group", "images"), List.of("flagged"));

        private final List<String> before;
        private final List<String> after;

        Unit(List<String> before, List<String> after) {
            this.before = before;
            this.after = after;
        }
    }

    /**
     * One row.
     *
     * @param before what stands before the probabilities
     * @param probabilities of every class, in the model's order
     * @param after what stands after them
     */
    record Row(List<?> before, List<Double> probabilities, List<?> after) {
        /** An image by the path that the user wrote. */
        static Row of(Path image, Classification answer) {
            return new Row(
                    List.of(image.toString()), answer.probabilities(), List.of(answer.confidence(), answer.warnings()));
        }

        /** A group, with how many of its images differ from what the model learnt from. */
        static Row of(Prediction group, int images, int flagged) {
            return new Row(List.of(group.image(), images), group.probabilities(), List.of(flagged));
        }
    }

    /** @param top how many classes of each row, the most probable first; all in the model's order if empty */
    PredictionWriter(PrintWriter out, List<String> classes, Unit unit, PredictCommand.Format format, OptionalInt top) {
        this.out = out;
        this.classes = classes;
        this.unit = unit;
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
        List<Object> header = new ArrayList<>(unit.before);
        header.addAll(List.of("class", "probability"));
        if (top.isEmpty()) {
            classes.forEach(name -> header.add("p(" + name + ")"));
        } else {
            for (int place = 2; place <= shown(); place++) {
                header.addAll(List.of("class " + place, "probability " + place));
            }
        }
        header.addAll(unit.after);
        return header;
    }

    private List<Object> values(Row row) {
        List<Integer> order = mostProbable(row.probabilities());
        List<Object> values = new ArrayList<>(row.before());
        order.stream().limit(top.isEmpty() ? 1 : shown()).forEach(c -> {
            values.add(classes.get(c));
            values.add(row.probabilities().get(c));
        });
        if (top.isEmpty()) {
            values.addAll(row.probabilities());
        }
        row.after().forEach(value -> values.add(value instanceof List<?> texts ? joined(texts) : value));
        return values;
    }

    private static String joined(List<?> texts) {
        return texts.stream().map(Object::toString).collect(Collectors.joining(" "));
    }

    private Map<String, Object> object(Row row) {
        List<Integer> likeliest = mostProbable(row.probabilities());
        Map<String, Double> probabilities = new LinkedHashMap<>();
        List<Integer> order =
                top.isEmpty() ? IntStream.range(0, classes.size()).boxed().toList() : likeliest;
        order.forEach(c -> probabilities.put(classes.get(c), row.probabilities().get(c)));
        Map<String, Object> value = new LinkedHashMap<>();
        put(unit.before, row.before(), value);
        value.put("class", classes.get(likeliest.get(0)));
        value.put("probability", row.probabilities().get(likeliest.get(0)));
        int last = row.after().size() - 1;
        put(unit.after.subList(0, last), row.after(), value);
        value.put("probabilities", probabilities);
        value.put(unit.after.get(last), row.after().get(last));
        return value;
    }

    private static void put(List<String> names, List<?> values, Map<String, Object> object) {
        for (int i = 0; i < names.size(); i++) {
            object.put(names.get(i), values.get(i));
        }
    }

    private int shown() {
        return Math.min(classes.size(), top.orElse(classes.size()));
    }

    /** The predicted class first; of equal ones the first of the model. */
    private List<Integer> mostProbable(List<Double> probabilities) {
        return IntStream.range(0, classes.size())
                .boxed()
                .sorted(Comparator.comparing((Integer c) -> probabilities.get(c))
                        .reversed())
                .limit(shown())
                .toList();
    }
}
