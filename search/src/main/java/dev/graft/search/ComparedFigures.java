package dev.graft.search;

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
import java.util.List;
import java.util.Map;

/**
 * What a ledger keeps of an evaluation: the metrics that trials are compared by, and the interval of the accuracy alone. In
 * its files they are numbers of one object. Trials of earlier versions lack metrics that came later.
 */
public final class ComparedFigures extends SimpleModule {
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
        addDeserializer(
                Figures.class, new StdDelegatingDeserializer<>(new StdConverter<Map<String, Object>, Figures>() {
                    @Override
                    public Figures convert(Map<String, Object> fields) {
                        return read(fields);
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

    /** Names of the metrics' numbers, in the order of files. */
    static List<String> names() {
        Figures each = Figures.of(0, Metric.compared(), metric -> new Estimate(Double.NaN, Interval.UNKNOWN));
        return stored(each).keySet().stream().skip(1).toList();
    }

    /** As files of a search hold what they keep of an evaluation, by the fields' names. */
    public static Map<String, Number> stored(Evaluation evaluation) {
        return stored(of(evaluation));
    }

    static Map<String, Number> stored(Figures figures) {
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

    private static Figures read(Map<String, Object> fields) {
        Map<Metric, Estimate> estimates = new EnumMap<>(Metric.class);
        Interval ofAccuracy = new Interval(number(fields, LOW), number(fields, HIGH));
        estimates.put(Metric.ACCURACY, new Estimate(number(fields, Metric.ACCURACY.id()), ofAccuracy));
        for (Metric metric : Metric.compared()) {
            if (fields.containsKey(metric.id())) {
                estimates.putIfAbsent(metric, new Estimate(number(fields, metric.id()), Interval.UNKNOWN));
            }
        }
        return new Figures((int) number(fields, "images"), estimates);
    }

    /** What is undefined is the string {@code "NaN"}. */
    private static double number(Map<String, Object> fields, String name) {
        Object value = fields.get(name);
        if (value == null) {
            throw new GraftException("no " + name);
        }
        return Double.parseDouble(value.toString());
    }
}
