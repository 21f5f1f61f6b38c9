package dev.graft.export;

import dev.graft.error.GraftException;
import dev.graft.io.AtomicFile;
import dev.graft.model.Calibration;
import dev.graft.model.ModelDescription;
import dev.graft.model.TransferModel;
import dev.graft.preprocess.Preprocessing;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import onnx.Onnx.ModelProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.StringStringEntryProto;

/**
 * A model as an ONNX file: images in, probabilities out, the preprocessing inside.
 *
 * <p>Input {@value #INPUT}: RGB values 0..255 as they are in the picture, {@code float [batch, 3, height, width]}, resized to
 * the model's size; the batch may have any length. Output {@value #OUTPUT}: {@code float [batch, classes]}, as the network
 * gives them. A calibrated model has a second output of the same shape, {@value #CONFIDENCES}: the same calibrated. Class
 * names and what the model is made of stand in the file's metadata ({@code classes}, {@code backbone}, {@code head}, {@code
 * weights}, {@code preprocessing}, {@code temperature} of a calibrated one). Every layer's output carries the layer's name.
 *
 * <p>Operator set {@value #OPSET}, IR version {@value #IR_VERSION}: old enough for every runtime of today, and the first set
 * whose softmax works along one axis. Only operators of inference are written: dropout is left out, batch normalizations use
 * their running statistics.
 *
 * @see <a href="https://onnx.ai/onnx/operators/">ONNX operators</a>
 */
public final class OnnxFile {
    /** Name of the input. */
    public static final String INPUT = "images";

    /** Name of the output. */
    public static final String OUTPUT = "probabilities";

    /** Name of a calibrated model's second output. */
    public static final String CONFIDENCES = "confidences";

    static final int OPSET = 13;
    static final int IR_VERSION = 7;

    /** What one protocol-buffers message can hold. */
    private static final long LARGEST = Integer.MAX_VALUE;

    private static final long BYTES_PER_PARAMETER = 4;

    private OnnxFile() {}

    /** Writes a model without calibration; errors as for {@link #write(TransferModel, Calibration, Path)}. */
    public static void write(TransferModel model, Path file) {
        write(model, Calibration.none(), file);
    }

    /**
     * Writes a model; the file appears whole or not at all.
     *
     * @param calibration of its probabilities; without one ({@link Calibration#fitted} is false) there are no confidences
     * @throws GraftException if the model has a layer that has no translation (it is named), is too large for one ONNX file,
     *     or the file cannot be written
     */
    public static void write(TransferModel model, Calibration calibration, Path file) {
        long bytes = model.graph().numParams() * BYTES_PER_PARAMETER;
        if (bytes > LARGEST) {
            throw new GraftException("The model has " + bytes + " bytes of parameters; an ONNX file can hold " + LARGEST
                    + ". Choose pooling instead of flatten in its head, or export weights for Keras.");
        }
        ModelProto onnx = of(model, calibration);
        AtomicFile.write(file.toAbsolutePath(), onnx::writeTo);
    }

    private static ModelProto of(TransferModel model, Calibration calibration) {
        ModelDescription description = model.description();
        OnnxGraph graph = new OnnxGraph(description.backbone());
        graph.input(INPUT, description.inputShape());
        String images = preprocessed(graph, description.preprocessing());
        String probabilities = new OnnxLayers(model, graph, images).translate();
        int classes = description.classNames().size();
        graph.output(OUTPUT, probabilities, classes);
        if (calibration.fitted()) {
            graph.output(CONFIDENCES, calibrated(graph, calibration), classes);
        }
        ModelProto.Builder onnx = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("Graft")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
                .setGraph(graph.build());
        metadata(description, calibration)
                .forEach((key, value) -> onnx.addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return onnx.build();
    }

    private static String preprocessed(OnnxGraph graph, Preprocessing preprocessing) {
        return switch (preprocessing) {
            case NONE -> INPUT;
            case TF -> {
                String scaled = graph.node("Div", "preprocess/scaled", INPUT, graph.scalar("preprocess/half", 127.5f));
                yield graph.node("Sub", "preprocess", scaled, graph.scalar("preprocess/one", 1));
            }
            case TORCH -> {
                String scaled = graph.node("Div", "preprocess/scaled", INPUT, graph.scalar("preprocess/white", 255));
                String centred = graph.node(
                        "Sub",
                        "preprocess/centred",
                        scaled,
                        graph.perChannel("preprocess/mean", 0.485f, 0.456f, 0.406f));
                yield graph.node(
                        "Div", "preprocess", centred, graph.perChannel("preprocess/deviation", 0.229f, 0.224f, 0.225f));
            }
            case CAFFE -> {
                String reversed = graph.reversedChannels("preprocess/bgr", INPUT);
                yield graph.node(
                        "Sub",
                        "preprocess",
                        reversed,
                        graph.perChannel("preprocess/mean", 103.939f, 116.779f, 123.68f));
            }
        };
    }

    /** What {@link Calibration#apply} does. */
    private static String calibrated(OnnxGraph graph, Calibration calibration) {
        String positive = graph.node("Max", "calibrate/positive", OUTPUT, graph.scalar("calibrate/smallest", (float)
                Calibration.SMALLEST_PROBABILITY));
        String logits = graph.node("Log", "calibrate/logits", positive);
        String cooled = graph.node("Div", "calibrate/divided", logits, graph.scalar("calibrate/temperature", (float)
                calibration.temperature()));
        return graph.node("Softmax", "calibrate", OnnxAttributes.of().integer("axis", 1), cooled);
    }

    private static Map<String, String> metadata(ModelDescription description, Calibration calibration) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("classes", String.join("\n", description.classNames()));
        metadata.put("backbone", description.backbone());
        metadata.put("head", description.head());
        metadata.put("weights", description.weights());
        metadata.put(
                "preprocessing", description.preprocessing().id() + ", part of this graph: give RGB values 0..255");
        if (calibration.fitted()) {
            metadata.put("temperature", String.valueOf(calibration.temperature()));
        }
        return metadata;
    }
}
