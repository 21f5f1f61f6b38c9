package dev.graft.golden;

import com.fasterxml.jackson.databind.JsonNode;
import dev.graft.error.GraftException;
import dev.graft.io.BoundedJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Results of one model that real Keras wrote: the folder {@code <model>} beside a {@code salt.txt}.
 *
 * @param salt of the formula for weights and inputs
 * @param gain of the formula for kernels: keeps activations finite
 * @param layers every layer in order
 * @param weightShapes {@code layer/variable} to shape
 * @param activations by layer name
 * @param features feature map of two images, channels last
 * @param firstRow first pixel row of image 0 after preprocessing, {@code [width, 3]}
 * @param trainings recorded trainings
 */
record KerasReference(
        String salt,
        double gain,
        List<Layer> layers,
        Map<String, long[]> weightShapes,
        Map<String, Activation> activations,
        NumpyFile features,
        NumpyFile firstRow,
        List<Training> trainings) {

    record Layer(int index, String name, String kind, List<Long> outputShape, long parameters, long trainable) {
        /** A row of a table with the columns index, name, class, output_shape, params and trainable_params. */
        static Layer of(CSVRecord row) {
            return new Layer(
                    Integer.parseInt(row.get("index")),
                    row.get("name"),
                    row.get("class"),
                    Arrays.stream(row.get("output_shape").split("x"))
                            .map(s -> s.equals("?") ? -1L : Long.parseLong(s))
                            .toList(),
                    Long.parseLong(row.get("params")),
                    Long.parseLong(row.get("trainable_params")));
        }
    }

    record Activation(double mean, double deviation, float[] first) {
        /** A row with the columns mean and std, and one of values. */
        static Activation of(CSVRecord row, String values) {
            String[] texts = row.get(values).split(" ");
            float[] first = new float[texts.length];
            for (int i = 0; i < first.length; i++) {
                first[i] = Float.parseFloat(texts[i]);
            }
            return new Activation(Double.parseDouble(row.get("mean")), Double.parseDouble(row.get("std")), first);
        }
    }

    record Training(
            int unfrozen,
            String optimizer,
            double learningRate,
            double headScale,
            int batch,
            int size,
            double[] losses,
            double lossAfter,
            long trainableParameters) {}

    static KerasReference read(Path folder) {
        try {
            return new KerasReference(
                    Files.readString(folder.resolveSibling("salt.txt")).strip(),
                    readGain(folder),
                    readLayers(folder),
                    readWeightShapes(folder),
                    readActivations(folder),
                    NumpyFile.read(folder.resolve("features.npy")),
                    NumpyFile.read(folder.resolve("preprocessed_first_row.npy")),
                    readTrainings(folder));
        } catch (IOException | NumberFormatException e) {
            throw new GraftException(
                    "The reference " + folder.toAbsolutePath() + " cannot be read: " + e.getMessage()
                            + ". Expected are layers.csv, weights.csv, activations.csv, features.npy,"
                            + " preprocessed_first_row.npy, train.json, and salt.txt beside the folder.",
                    e);
        }
    }

    /** Folders of other models than those of the first script name their gain. */
    private static double readGain(Path folder) throws IOException {
        Path file = folder.resolve("gain.txt");
        if (Files.exists(file)) {
            return Double.parseDouble(Files.readString(file).strip());
        }
        return switch (folder.getFileName().toString()) {
            case "resnet50" -> 3;
            case "inception_v3" -> 8;
            case "efficientnet_b0" -> 7;
            default -> 6;
        };
    }

    private static List<CSVRecord> csv(Path file) throws IOException {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (CSVParser parser = CSVParser.parse(file, StandardCharsets.UTF_8, format)) {
            return parser.getRecords();
        }
    }

    private static List<Layer> readLayers(Path folder) throws IOException {
        return csv(folder.resolve("layers.csv")).stream().map(Layer::of).toList();
    }

    private static Map<String, long[]> readWeightShapes(Path folder) throws IOException {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        for (CSVRecord row : csv(folder.resolve("weights.csv"))) {
            long[] shape = Arrays.stream(row.get("shape").split("x"))
                    .filter(s -> !s.isEmpty())
                    .mapToLong(Long::parseLong)
                    .toArray();
            shapes.put(row.get("layer") + "/" + row.get("variable"), shape);
        }
        return shapes;
    }

    private static Map<String, Activation> readActivations(Path folder) throws IOException {
        Map<String, Activation> activations = new LinkedHashMap<>();
        for (CSVRecord row : csv(folder.resolve("activations.csv"))) {
            activations.put(row.get("name"), Activation.of(row, "first8_of_image0"));
        }
        return activations;
    }

    private static List<Training> readTrainings(Path folder) throws IOException {
        List<Training> trainings = new ArrayList<>();
        for (JsonNode node : BoundedJson.mapper()
                .build()
                .readTree(folder.resolve("train.json").toFile())) {
            double[] losses = new double[node.get("train_losses").size()];
            for (int i = 0; i < losses.length; i++) {
                losses[i] = node.get("train_losses").get(i).asDouble();
            }
            trainings.add(new Training(
                    node.get("unfrozen").asInt(),
                    node.get("optimizer").asText(),
                    node.get("learning_rate").asDouble(),
                    node.get("head_scale").asDouble(),
                    node.get("batch").asInt(),
                    node.get("size").asInt(),
                    losses,
                    node.get("inference_loss_after").asDouble(),
                    node.get("trainable_params").asLong()));
        }
        return trainings;
    }

    /** Side of the images of the forward pass. */
    int forwardSize() {
        return layers.get(0).outputShape().get(1).intValue();
    }
}
