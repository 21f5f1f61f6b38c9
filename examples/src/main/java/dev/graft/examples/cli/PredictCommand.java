package dev.graft.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.data.UnreadableImageException;
import dev.graft.feature.FeatureCache;
import dev.graft.metrics.Prediction;
import dev.graft.model.Classifier;
import dev.graft.weights.WeightStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code predict}: classifies images with a saved model. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Classifies images with a saved model; writes one row per image to standard output.",
            "",
            "Unreadable images are reported on standard error and left out; the exit code is then 1.",
            ""
        })
final class PredictCommand implements Callable<Integer> {
    enum Format {
        CSV,
        JSON
    }

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model.graft file.")
    private Path model;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "IMAGE", description = "Images.")
    private List<Path> images;

    @Option(names = "--format", paramLabel = "csv|json", description = "Output format (default: csv).")
    private Format format = Format.CSV;

    @Mixin
    private MachineOptions machine;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<Prediction> predictions = new ArrayList<>();
        List<String> classes;
        int unreadable = 0;
        try (Classifier classifier =
                machine.graft(FeatureCache.off(), WeightStore.defaults()).classifier(model)) {
            classes = classifier.classNames();
            for (Path image : images) {
                try {
                    predictions.addAll(classifier.predict(List.of(image)));
                } catch (UnreadableImageException e) {
                    unreadable++;
                    spec.commandLine().getErr().println("graft: " + e.getMessage());
                }
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        if (format == Format.CSV) {
            csv(out, classes, predictions);
        } else {
            json(out, classes, predictions);
        }
        out.flush();
        return unreadable == 0 ? 0 : 1;
    }

    private static void csv(PrintWriter out, List<String> classes, List<Prediction> predictions) {
        List<Object> header = new ArrayList<>(List.of("image", "class", "probability"));
        classes.forEach(name -> header.add("p(" + name + ")"));
        try {
            CSVPrinter printer = new CSVPrinter(
                    out, CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get());
            printer.printRecord(header);
            for (Prediction prediction : predictions) {
                List<Object> row = new ArrayList<>(List.of(
                        prediction.image(),
                        classes.get(prediction.predicted()),
                        prediction.probabilities().get(prediction.predicted())));
                row.addAll(prediction.probabilities());
                printer.printRecord(row);
            }
            printer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void json(PrintWriter out, List<String> classes, List<Prediction> predictions) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Prediction prediction : predictions) {
            Map<String, Double> probabilities = new LinkedHashMap<>();
            for (int c = 0; c < classes.size(); c++) {
                probabilities.put(classes.get(c), prediction.probabilities().get(c));
            }
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("image", prediction.image());
            row.put("class", classes.get(prediction.predicted()));
            row.put("probability", prediction.probabilities().get(prediction.predicted()));
            row.put("probabilities", probabilities);
            rows.add(row);
        }
        try {
            out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(rows));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
