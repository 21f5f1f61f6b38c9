package dev.graft.search;

import dev.graft.engine.Engine;
import dev.graft.error.GraftException;
import dev.graft.explain.GradCam;
import dev.graft.image.ImageDecoder;
import dev.graft.image.PngFile;
import dev.graft.image.RgbImage;
import dev.graft.io.BoundedFile;
import dev.graft.io.BoundedJson;
import dev.graft.io.OutputDirectory;
import dev.graft.metrics.Prediction;
import dev.graft.model.ModelFile;
import dev.graft.model.TransferModel;
import dev.graft.result.ExplainedImage;
import dev.graft.result.TrainingResult;
import dev.graft.run.ExplainedSamples;
import dev.graft.run.TransferRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where the model of a trial looked, in the folder {@code explanations} of the trial's own: kept as pictures, because
 * a ledger knows neither images nor engine when its page is written again.
 *
 * @param trial the trial's folder
 */
record TrialExplanations(Path trial) {
    private static final String LIST = "explanations.json";

    /** One picture. */
    private record Stored(String caption, String image, String overlay) {}

    /** The list's content. */
    private record Content(String layer, List<Stored> pictures) {}

    private Path folder() {
        return trial.resolve("explanations");
    }

    /** Explains a few answers, if the trial's model was kept and this was not done before. */
    void write(TrainingResult result, SearchData data, Engine engine) {
        Path file = trial.resolve(TransferRun.MODEL_FILE);
        if (!Files.exists(file) || Files.exists(folder())) {
            return;
        }
        try (TransferModel model = ModelFile.load(file).model()) {
            write(result, data, engine, model);
        }
    }

    private void write(TrainingResult result, SearchData data, Engine engine, TransferModel model) {
        List<Prediction> predictions =
                result.testPredictions().isEmpty() ? result.validationPredictions() : result.testPredictions();
        List<ExplainedImage> explained = ExplainedSamples.of(model, data.images(), predictions, engine);
        new OutputDirectory(folder()).write(directory -> {
            List<Stored> pictures = new ArrayList<>();
            for (ExplainedImage each : explained) {
                Stored stored = new Stored(
                        caption(each.prediction(), result.classNames()),
                        pictures.size() + "-image.png",
                        pictures.size() + "-heat.png");
                PngFile.write(each.image(), directory.resolve(stored.image()));
                PngFile.write(each.overlay(), directory.resolve(stored.overlay()));
                pictures.add(stored);
            }
            store(new Content(GradCam.defaultLayer(model), pictures), directory.resolve(LIST));
        });
    }

    private static void store(Content content, Path file) {
        try {
            BoundedJson.mapper().build().writeValue(file.toFile(), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String caption(Prediction prediction, List<String> classNames) {
        String predicted = classNames.get(prediction.predicted());
        return String.format(
                Locale.ROOT,
                "%s %s, %.1f %%%s",
                prediction.correct() ? "✓" : "✗",
                predicted,
                100 * prediction.confidence(),
                prediction.correct() ? "" : ", is " + classNames.get(prediction.actual()));
    }

    /**
     * What was written.
     *
     * @param of the trial that they are of
     * @param title of what it says
     * @throws GraftException if it cannot be read
     */
    Optional<TrialDiagnosis> read(Trial of, String title) {
        if (!Files.exists(folder())) {
            return Optional.empty();
        }
        try {
            Content content = BoundedJson.mapper()
                    .build()
                    .readValue(BoundedFile.read(folder().resolve(LIST), BoundedFile.SMALL), Content.class);
            List<TrialDiagnosis.Picture> pictures = new ArrayList<>();
            for (Stored stored : content.pictures()) {
                pictures.add(new TrialDiagnosis.Picture(stored.caption(), picture(stored.image())));
                pictures.add(new TrialDiagnosis.Picture("the places that spoke for it", picture(stored.overlay())));
            }
            return Optional.of(new TrialDiagnosis(
                    of,
                    title,
                    List.of("Images and the places that spoke for the predicted class (Grad-CAM of " + content.layer()
                            + "): the lighter, the more, relative to the image's own maximum. Heat beside the object is a"
                            + " sign that something else decides."),
                    pictures));
        } catch (IOException e) {
            throw new GraftException(
                    "The explanations in " + folder() + " cannot be read (" + e.getMessage()
                            + "). Remove that folder and write the report again.",
                    e);
        }
    }

    private RgbImage picture(String name) {
        if (!name.matches("[0-9]{1,6}-(image|heat)\\.png")) {
            throw new GraftException("The explanations in " + folder() + " name the picture '" + name
                    + "', which is none of theirs. Remove that folder and write the report again.");
        }
        return new ImageDecoder().decode(folder().resolve(name));
    }
}
