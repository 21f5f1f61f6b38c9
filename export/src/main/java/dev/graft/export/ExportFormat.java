package dev.graft.export;

import dev.graft.error.GraftException;
import dev.graft.graph.FiniteParameters;
import dev.graft.io.AtomicFile;
import dev.graft.model.Calibration;
import dev.graft.model.ModelDescription;
import dev.graft.model.TransferModel;
import dev.graft.weights.KerasWeightsFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.util.ModelSerializer;

/** What a model can be exported as. */
public enum ExportFormat {
    /** The whole network with its preprocessing; see {@link OnnxFile}. */
    ONNX,
    /** The weights alone as {@code .weights.h5}, for {@code load_weights} of a Keras model with the same layers. */
    KERAS,
    /** The weights alone as safetensors, tensors named {@code <keras layer>/<variable>}. */
    SAFETENSORS,
    /**
     * The network as DL4J's own {@code ModelSerializer} writes it, without preprocessing and class names. DL4J opens it where
     * Graft's core is on the class path, which has some of the layers; Graft does not open it again.
     */
    DL4J;

    /** Writes a model without calibration; errors as for {@link #write(TransferModel, Calibration, Path)}. */
    public void write(TransferModel model, Path file) {
        write(model, Calibration.none(), file);
    }

    /**
     * Writes a model; the file appears whole or not at all.
     *
     * @param calibration of its probabilities: part of an ONNX graph, a note in files of weights, not in DL4J's
     * @throws GraftException if the model does not fit the format, a parameter is not finite, or the file cannot be written
     */
    public void write(TransferModel model, Calibration calibration, Path file) {
        if (!FiniteParameters.in(model.graph())) {
            throw new GraftException(
                    "Parameters of the network are not finite, so that it gives no answers. Nothing was"
                            + " written. Train again, with a lower learning rate.");
        }
        switch (this) {
            case ONNX -> OnnxFile.write(model, calibration, file);
            case KERAS -> weights(model, calibration).writeHdf5(file);
            case SAFETENSORS -> weights(model, calibration).writeSafetensors(file);
            case DL4J ->
                AtomicFile.write(file.toAbsolutePath(), out -> ModelSerializer.writeModel(model.graph(), out, false));
        }
    }

    private static KerasWeightsFile weights(TransferModel model, Calibration calibration) {
        ModelDescription description = model.description();
        return new KerasWeightsFile(model.graph(), description.layerNames(), metadata(description, calibration));
    }

    private static Map<String, String> metadata(ModelDescription description, Calibration calibration) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", "keras");
        metadata.put("classes", String.join("\n", description.classNames()));
        metadata.put("backbone", description.backbone());
        metadata.put("head", description.head());
        metadata.put("preprocessing", description.preprocessing().id());
        metadata.put(
                "input",
                description.inputShape().height() + " x "
                        + description.inputShape().width() + ", RGB");
        if (calibration.fitted()) {
            metadata.put("temperature", String.valueOf(calibration.temperature()));
        }
        return metadata;
    }
}
