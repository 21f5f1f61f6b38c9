package dev.graft.result;

import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.databind.JsonNode;
import dev.graft.metrics.CalibrationBin;
import dev.graft.metrics.ConfusionMatrix;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Figures;
import dev.graft.metrics.Figures.Estimate;
import dev.graft.metrics.Interval;
import dev.graft.metrics.Metric;
import dev.graft.metrics.OperatingPoint;
import dev.graft.metrics.Resampling;
import dev.graft.metrics.RocPoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Evaluations in {@code result.json}: values by their {@linkplain Metric#id ids}, intervals under the same names in an object
 * of their own. At thresholds an interval stands beside its value. The accuracy's has had two numbers more since format 1.
 */
final class EvaluationJson {
    private static final List<Metric> OF_IMAGES =
            Arrays.stream(Metric.values()).filter(metric -> !metric.ofClasses()).toList();
    private static final List<Metric> AVERAGED =
            Metric.ofEachClass().stream().filter(Metric::averaged).toList();

    private EvaluationJson() {}

    static Object stored(Evaluation e) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("images", e.images());
        for (Metric metric : Metric.values()) {
            fields.put(metric.id(), e.value(metric));
            if (metric == Metric.ACCURACY) {
                fields.put("accuracyLow", e.interval(metric).low());
                fields.put("accuracyHigh", e.interval(metric).high());
            }
        }
        fields.put("confusion", e.confusion());
        fields.put("roc", e.roc());
        fields.put("calibration", e.calibration());
        fields.put(
                "classes",
                e.classes().stream()
                        .map(c -> with(Map.of("images", c.images()), Metric.ofEachClass(), c::value))
                        .toList());
        fields.put("macro", with(Map.of(), AVERAGED, e.macro()::value));
        fields.put("weighted", with(Map.of(), AVERAGED, e.weighted()::value));
        Map<String, Object> intervals = new LinkedHashMap<>();
        intervals.put("units", e.resampling().units());
        intervals.put("byGroup", e.resampling().byGroup());
        intervals.put("resamples", e.resampling().resamples());
        intervals.putAll(with(Map.of(), OF_IMAGES, e::interval));
        intervals.put("positive", with(Map.of(), Metric.ofEachClass(), e::interval));
        intervals.put(
                "classes",
                e.classes().stream()
                        .map(c -> with(Map.of(), Metric.ofEachClass(), c::interval))
                        .toList());
        intervals.put("macro", with(Map.of(), AVERAGED, e.macro()::interval));
        intervals.put("weighted", with(Map.of(), AVERAGED, e.weighted()::interval));
        fields.put("intervals", intervals);
        return fields;
    }

    private static Map<String, Object> with(
            Map<String, Object> first, List<Metric> metrics, Function<Metric, Object> field) {
        Map<String, Object> fields = new LinkedHashMap<>(first);
        metrics.forEach(metric -> fields.put(metric.id(), field.apply(metric)));
        return fields;
    }

    static Evaluation evaluation(JsonNode node, ObjectCodec codec) throws IOException {
        Reader reader = new Reader(codec);
        JsonNode intervals = field(node, "intervals");
        int images = reader.read(node, "images", Integer.class);
        Map<Metric, Estimate> estimates = new LinkedHashMap<>(
                reader.figures(images, node, intervals, OF_IMAGES).estimates());
        estimates.putAll(reader.figures(images, node, field(intervals, "positive"), Metric.ofEachClass())
                .estimates());
        List<Figures> classes = new ArrayList<>();
        for (JsonNode ofClass : field(node, "classes")) {
            JsonNode itsIntervals = intervals.path("classes").path(classes.size());
            classes.add(reader.figures(
                    reader.read(ofClass, "images", Integer.class), ofClass, itsIntervals, Metric.ofEachClass()));
        }
        return new Evaluation(
                new Figures(images, estimates),
                reader.read(node, "confusion", ConfusionMatrix.class),
                List.of(reader.read(node, "roc", RocPoint[].class)),
                List.of(reader.read(node, "calibration", CalibrationBin[].class)),
                classes,
                reader.figures(images, field(node, "macro"), field(intervals, "macro"), AVERAGED),
                reader.figures(images, field(node, "weighted"), field(intervals, "weighted"), AVERAGED),
                new Resampling(
                        reader.read(intervals, "units", Integer.class),
                        reader.read(intervals, "byGroup", Boolean.class),
                        reader.read(intervals, "resamples", Integer.class)));
    }

    /** Figures at a threshold. */
    static Object stored(Figures figures) {
        Map<String, Object> fields = with(Map.of("images", figures.images()), OperatingPoint.METRICS, figures::value);
        OperatingPoint.METRICS.stream()
                .filter(OperatingPoint.WITH_INTERVAL::contains)
                .forEach(metric -> fields.put(metric.id() + "Interval", figures.interval(metric)));
        return fields;
    }

    /** What a file of an earlier version lacks is not known. */
    static Figures figures(JsonNode node, ObjectCodec codec) throws IOException {
        Reader reader = new Reader(codec);
        Map<Metric, Estimate> estimates = new LinkedHashMap<>();
        for (Metric metric : OperatingPoint.METRICS) {
            boolean known = node.has(metric.id());
            estimates.put(
                    metric,
                    new Estimate(
                            known ? reader.read(node, metric.id(), Double.class) : Double.NaN,
                            OperatingPoint.WITH_INTERVAL.contains(metric)
                                    ? reader.read(node, metric.id() + "Interval", Interval.class)
                                    : Interval.UNKNOWN));
        }
        return new Figures(reader.read(node, "images", Integer.class), estimates);
    }

    private record Reader(ObjectCodec codec) {
        Figures figures(int images, JsonNode values, JsonNode intervals, List<Metric> metrics) throws IOException {
            Map<Metric, Estimate> estimates = new LinkedHashMap<>();
            for (Metric metric : metrics) {
                estimates.put(
                        metric,
                        new Estimate(
                                read(values, metric.id(), Double.class), read(intervals, metric.id(), Interval.class)));
            }
            return new Figures(images, estimates);
        }

        <T> T read(JsonNode object, String name, Class<T> type) throws IOException {
            return Objects.requireNonNull(codec.treeToValue(field(object, name), type), name);
        }
    }

    private static JsonNode field(JsonNode object, String name) {
        return Objects.requireNonNull(object.get(name), "no " + name);
    }
}
