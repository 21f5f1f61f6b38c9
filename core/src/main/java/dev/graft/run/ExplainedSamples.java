package dev.graft.run;

import dev.graft.data.ImageDataset;
import dev.graft.data.ImageDecoder;
import dev.graft.data.ImageSample;
import dev.graft.data.RgbImage;
import dev.graft.engine.Engine;
import dev.graft.explain.Explanation;
import dev.graft.explain.GradCam;
import dev.graft.explain.HeatOverlay;
import dev.graft.graph.InputShape;
import dev.graft.metrics.Prediction;
import dev.graft.model.TransferModel;
import dev.graft.report.ExplainedImage;
import dev.graft.report.SampleSelection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Explains a few of a model's answers, the most confident mistakes first. */
public final class ExplainedSamples {
    private static final int LIMIT = 8;

    private ExplainedSamples() {}

    /**
     * Chooses as {@link SampleSelection} does, and draws what spoke for the predicted class.
     *
     * @param predictions of the model for images of the data set
     * @param engine computes
     */
    public static List<ExplainedImage> of(
            TransferModel model, ImageDataset images, List<Prediction> predictions, Engine engine) {
        List<Prediction> chosen = SampleSelection.of(predictions, LIMIT).all();
        Map<String, ImageSample> byName =
                images.samples().stream().collect(Collectors.toMap(ImageSample::name, sample -> sample));
        InputShape shape = model.description().inputShape();
        ImageDecoder decoder = new ImageDecoder();
        List<RgbImage> seen = chosen.stream()
                .map(each -> decoder.decode(byName.get(each.image()).path(), shape.width(), shape.height()))
                .toList();
        List<ExplainedImage> explained = new ArrayList<>();
        try (GradCam gradCam = new GradCam(model, engine)) {
            for (int i = 0; i < chosen.size(); i++) {
                Prediction prediction = chosen.get(i);
                RgbImage image = seen.get(i);
                Explanation explanation =
                        gradCam.explain(List.of(image), prediction.predicted()).get(0);
                explained.add(new ExplainedImage(prediction, image, HeatOverlay.draw(image, explanation.heat())));
            }
        }
        return explained;
    }
}
