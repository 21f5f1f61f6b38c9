package dev.graft.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.data.ScaledImage;
import dev.graft.data.UnreadableImageException;
import dev.graft.feature.FeatureCache;
import dev.graft.model.Classification;
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
            "confidence is the probability calibrated on the validation images; warnings say how an image differs from those"
                    + " the model learnt from.",
            "",
            "Unreadable images are reported on standard error and left out; the exit code is then 1.",
            ""
        })
final class PredictCommand implements Callable<Integer> {
    enum Format {
        CSV,
        JSON
    }

    /** Images that are held in memory at once. */
    private static final int TOGETHER = 64;

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

    /** An answer with the path that the user wrote. */
    private record Row(Path image, Classification answer) {}

    @Override
    public Integer call() {
        List<Row> rows = new ArrayList<>();
        List<String> classes;
        try (Classifier classifier =
                machine.graft(FeatureCache.off(), WeightStore.defaults()).classifier(model)) {
            classes = classifier.classNames();
            for (int from = 0; from < images.size(); from += TOGETHER) {
                rows.addAll(classify(classifier, images.subList(from, Math.min(images.size(), from + TOGETHER))));
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        if (format == Format.CSV) {
            csv(out, classes, rows);
        } else {
            json(out, classes, rows);
        }
        out.flush();
        return rows.size() == images.size() ? 0 : 1;
    }

    private List<Row> classify(Classifier classifier, List<Path> files) {
        List<Path> readable = new ArrayList<>();
        List<ScaledImage> pictures = new ArrayList<>();
        for (Path file : files) {
            try {
                pictures.add(classifier.read(file));
                readable.add(file);
            } catch (UnreadableImageException e) {
                spec.commandLine().getErr().println("graft: " + e.getMessage());
            }
        }
        List<Classification> answers = classifier.classifyScaled(pictures);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            rows.add(new Row(readable.get(i), answers.get(i)));
        }
        return rows;
    }

    private static void csv(PrintWriter out, List<String> classes, List<Row> rows) {
        List<Object> header = new ArrayList<>(List.of("image", "class", "probability"));
        classes.forEach(name -> header.add("p(" + name + ")"));
        header.addAll(List.of("confidence", "warnings"));
        try {
            CSVPrinter printer = new CSVPrinter(
                    out, CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get());
            printer.printRecord(header);
            for (Row row : rows) {
                Classification answer = row.answer();
                List<Object> values = new ArrayList<>(List.of(row.image(), answer.className(), answer.probability()));
                values.addAll(answer.probabilities());
                values.add(answer.confidence());
                values.add(String.join(" ", answer.warnings()));
                printer.printRecord(values);
            }
            printer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void json(PrintWriter out, List<String> classes, List<Row> rows) {
        List<Map<String, Object>> values = new ArrayList<>();
        for (Row row : rows) {
            Classification answer = row.answer();
            Map<String, Double> probabilities = new LinkedHashMap<>();
            for (int c = 0; c < classes.size(); c++) {
                probabilities.put(classes.get(c), answer.probabilities().get(c));
            }
            Map<String, Object> value = new LinkedHashMap<>();
            value.put("image", row.image().toString());
            value.put("class", answer.className());
            value.put("probability", answer.probability());
            value.put("confidence", answer.confidence());
            value.put("probabilities", probabilities);
            value.put("warnings", answer.warnings());
            values.add(value);
        }
        try {
            out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(values));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
