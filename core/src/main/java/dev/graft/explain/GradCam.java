package dev.graft.explain;

import dev.graft.engine.Engine;
import dev.graft.engine.EngineChoice;
import dev.graft.engine.dl4j.ClassGradients;
import dev.graft.error.GraftException;
import dev.graft.error.Lookup;
import dev.graft.image.RgbImage;
import dev.graft.model.ModelDescription;
import dev.graft.model.TransferModel;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Gradient-weighted class activation maps: which places of an image speak for a class.
 *
 * <p>The map {@code A} of a layer has a weight for each channel {@code k}, the mean over all positions of the gradient of
 * the class's score with respect to {@code A_k}. The heat is {@code max(0, sum_k weight_k A_k)}. The score is what goes into
 * the softmax or the sigmoid; the score of a sigmoid unit's first class is the negative of that.
 *
 * <p>It says where, in the coarse grid of the layer, and not why. Heat beside the object is a sign that something else
 * decides; heat on it is no proof that the model is right. Not thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/1610.02391">Selvaraju et al.: Grad-CAM. ICCV 2017</a>
 */
public final class GradCam implements AutoCloseable {
    private static final int BATCH = 16;

    private final ModelDescription description;
    private final String layer;
    private final ClassGradients gradients;

    /** On the layer that {@link #defaultLayer} names. */
    public GradCam(TransferModel model, Engine engine) {
        this(model, engine, defaultLayer(model));
    }

    /**
     * @param model its parameters of now are used
     * @param engine computes the layers below
     * @param layer any layer of backbone or head whose output is a feature map
     * @throws GraftException for another layer
     */
    public GradCam(TransferModel model, Engine engine, String layer) {
        this.description = model.description();
        this.layer = layer;
        List<String> maps = model.featureMaps();
        if (!maps.contains(layer)) {
            throw new GraftException("The model has no feature map called '" + layer + "'. The last ones are "
                    + String.join(", ", maps.subList(Math.max(0, maps.size() - 5), maps.size()))
                    + "; " + defaultLayer(model) + " is the usual one.");
        }
        EngineChoice computing = engine.choose(model.graph(), description.inputShape(), List.of());
        this.gradients = new ClassGradients(model.graph(), layer, computing.engine());
    }

    /**
     * The layer that is looked at if nothing is said: the backbone's feature map, or what goes into it if it is a pooling,
     * which would only make the grid coarser.
     */
    public static String defaultLayer(TransferModel model) {
        String features = model.featureLayer();
        boolean pooled = model.description().backboneLayers().stream()
                .anyMatch(each -> each.name().equals(features) && each.kind().equals("MaxPooling2D"));
        return pooled
                ? Lookup.in(model.graph().getConfiguration().getVertexInputs(), features, "inputs")
                        .get(0)
                : features;
    }

    /** The layer that is looked at. */
    public String layer() {
        return layer;
    }

    /** What speaks for the class that the model decides for, in each image; images as for {@link #explain(List, int)}. */
    public List<Explanation> explain(List<RgbImage> images) {
        return explain(images, OptionalInt.empty());
    }

    /**
     * What speaks for a class in each image.
     *
     * @param images of the model's input size
     * @param classIndex of the class, from 0
     * @return one per image, in order
     * @throws GraftException if there is no such class
     */
    public List<Explanation> explain(List<RgbImage> images, int classIndex) {
        if (classIndex < 0 || classIndex >= description.classNames().size()) {
            throw new GraftException("Found " + classIndex + " as the class to explain, expected 0 to "
                    + (description.classNames().size() - 1) + " for the classes "
                    + String.join(", ", description.classNames()) + ".");
        }
        return explain(images, OptionalInt.of(classIndex));
    }

    private List<Explanation> explain(List<RgbImage> images, OptionalInt wanted) {
        List<Explanation> explanations = new ArrayList<>();
        for (int from = 0; from < images.size(); from += BATCH) {
            List<RgbImage> batch = images.subList(from, Math.min(images.size(), from + BATCH));
            ClassGradients.Result result = gradients.of(description.batch(batch), wanted);
            for (int i = 0; i < batch.size(); i++) {
                explanations.add(explanation(result, i));
            }
            for (INDArray array : List.of(result.map(), result.gradient(), result.probabilities())) {
                if (array.closeable()) {
                    array.close();
                }
            }
        }
        return explanations;
    }

    private Explanation explanation(ClassGradients.Result result, int image) {
        return new Explanation(
                description.answer(result.probabilities(), image),
                result.classes().get(image),
                heat(result.map().slice(image), result.gradient().slice(image)));
    }

    /** @param map and gradient {@code [channels, height, width]} */
    private static HeatMap heat(INDArray map, INDArray gradient) {
        int channels = (int) map.size(0);
        int positions = (int) (map.size(1) * map.size(2));
        float[] a = map.dup('c').reshape(map.length()).toFloatVector();
        float[] g = gradient.dup('c').reshape(gradient.length()).toFloatVector();
        double[] sums = new double[positions];
        for (int k = 0; k < channels; k++) {
            double weight = 0;
            for (int i = 0; i < positions; i++) {
                weight += g[k * positions + i];
            }
            weight /= positions;
            for (int i = 0; i < positions; i++) {
                sums[i] += weight * a[k * positions + i];
            }
        }
        float[] heat = new float[positions];
        for (int i = 0; i < positions; i++) {
            heat[i] = (float) Math.max(0, sums[i]);
        }
        return new HeatMap((int) map.size(1), (int) map.size(2), heat);
    }

    @Override
    public void close() {
        gradients.close();
    }
}
