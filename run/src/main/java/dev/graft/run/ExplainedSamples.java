package dev.graft.run;

import dev.graft.data.ImageDataset;
import dev.graft.data.ImageSample;
import dev.graft.engine.Engine;
import dev.graft.error.Lookup;
import dev.graft.explain.Explanation;
import dev.graft.explain.GradCam;
import dev.graft.explain.HeatOverlay;
import dev.graft.graph.InputShape;
import dev.graft.image.ImageDecoder;
import dev.graft.image.RgbImage;
import dev.graft.metrics.Prediction;
import dev.graft.model.TransferModel;
import dev.graft.result.ExplainedImage;
import dev.graft.result.SampleSelection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
                .map(each ->
                        decoder.decode(Lookup.in(byName, each.image(), "image").path(), shape.width(), shape.height()))
                .toList();
        ExplainedImage[] explained = new ExplainedImage[chosen.size()];
        try (GradCam gradCam = new GradCam(model, engine)) {
            for (int c = 0; c < model.description().classNames().size(); c++) {
                // By the recorded answer: a near tie might fall to its other side here.
                int predicted = c;
                List<Integer> ofClass = IntStream.range(0, explained.length)
                        .filter(i -> chosen.get(i).predicted() == predicted)
                        .boxed()
                        .toList();
                List<Explanation> found =
                        gradCam.explain(ofClass.stream().map(seen::get).toList(), predicted);
                for (int i = 0; i < found.size(); i++) {
                    int at = ofClass.get(i);
                    RgbImage overlay =
                            HeatOverlay.draw(seen.get(at), found.get(i).heat());
                    explained[at] = new ExplainedImage(chosen.get(at), seen.get(at), overlay);
                }
            }
        }
        return List.of(explained);
    }
}
