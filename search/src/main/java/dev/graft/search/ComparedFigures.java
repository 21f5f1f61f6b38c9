package dev.graft.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.StdDelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdDelegatingSerializer;
import com.fasterxml.jackson.databind.util.StdConverter;
import dev.graft.error.GraftException;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Figures;
import dev.graft.metrics.Figures.Estimate;
import dev.graft.metrics.Interval;
import dev.graft.metrics.Metric;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a ledger keeps of an evaluation: the metrics that trials are compared by, and the interval of the accuracy alone. In
 * its files they are numbers of one object. Trials of earlier versions lack metrics that came later.
 */
final class ComparedFigures extends SimpleModule {
    private static final long serialVersionUID = 1;

    private static final String LOW = "accuracyLow";
    private static final String HIGH = "accuracyHigh";

    ComparedFigures() {
        addSerializer(new StdDelegatingSerializer(Figures.class, new StdConverter<Figures, Map<String, Number>>() {
            @Override
            public Map<String, Number> convert(Figures figures) {
                return stored(figures);
            }
        }));
        addDeserializer(Figures.class, new StdDelegatingDeserializer<>(new StdConverter<JsonNode, Figures>() {
            @Override
            public Figures convert(JsonNode node) {
                return read(node);
            }
        }));
    }

    static Figures of(Evaluation evaluation) {
        return Figures.of(
                evaluation.images(),
                Metric.compared(),
                metric -> new Estimate(
                        evaluation.value(metric),
                        metric == Metric.ACCURACY ? evaluation.interval(metric) : Interval.UNKNOWN));
    }

    private static Map<String, Number> stored(Figures figures) {
        Map<String, Number> fields = new LinkedHashMap<>();
        fields.put("images", figures.images());
        figures.estimates().forEach((metric, estimate) -> {
            fields.put(metric.id(), estimate.value());
            if (metric == Metric.ACCURACY) {
                fields.put(LOW, estimate.interval().low());
                fields.put(HIGH, estimate.interval().high());
            }
        });
        return fields;
    }

    private static Figures read(JsonNode node) {
        Map<Metric, Estimate> estimates = new EnumMap<>(Metric.class);
        Interval ofAccuracy = new Interval(number(node, LOW), number(node, HIGH));
        estimates.put(Metric.ACCURACY, new Estimate(number(node, Metric.ACCURACY.id()), ofAccuracy));
        for (Metric metric : Metric.compared()) {
            if (node.has(metric.id())) {
                estimates.putIfAbsent(metric, new Estimate(number(node, metric.id()), Interval.UNKNOWN));
            }
        }
        return new Figures((int) number(node, "images"), estimates);
    }

    /** What is undefined is the string {@code "NaN"}. */
    private static double number(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isNumber() && !value.isTextual()) {
            throw new GraftException("no number as " + name);
        }
        return Double.parseDouble(value.asText());
    }
}
