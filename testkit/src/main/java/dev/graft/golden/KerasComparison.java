package dev.graft.golden;

import dev.graft.backbone.Backbone;
import dev.graft.engine.Engine;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.TrainedPart;
import dev.graft.engine.TrainingSession;
import dev.graft.error.Lookup;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.head.DenseHead;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import dev.graft.weights.BackboneWeights;
import dev.graft.weights.KerasWeights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Compares a backbone on an engine with what real Keras computed for the same weights and images.
 *
 * <p>Tolerances: both sides compute in single precision but add in another order. Errors are relative to the standard
 * deviation of a layer's activations, or to the loss. {@value #ACTIVATION_TOLERANCE} is about a thousand roundings, what
 * 200 layers of sums over hundreds of terms may gather. Training losses allow {@value #LOSS_TOLERANCE}.
 *
 * <p>A training can be more sensitive than that: one ReLU near zero that falls on its other side changes a gradient by a
 * percent, and Adam and RMSprop, which divide by the root of a tiny mean square, turn rounding into whole steps. Where a
 * loss is further off, the training runs again with images and parameters changed by at most {@value #DISTURBANCE} of
 * themselves, which moves features about as far as two programs' features lie apart. What that makes of each loss is a
 * difference that no single-precision program can be blamed for; the tolerance of that step is {@value
 * #SENSITIVITY_FACTOR} times as large.
 */
public final class KerasComparison {
    static final double ACTIVATION_TOLERANCE = 1e-4;
    private static final double LOSS_TOLERANCE = 1e-4;
    private static final float DISTURBANCE = 1e-6f;
    private static final int SENSITIVITY_RUNS = 3;
    private static final double SENSITIVITY_FACTOR = 4;

    private final KerasReference reference;
    private final Backbone backbone;
    private final Engine engine;
    private @Nullable Built built;

    /**
     * @param folder of one model, with {@code salt.txt} beside it
     * @param backbone the same model
     * @param engine what computes
     * @throws dev.graft.error.GraftException if the folder is incomplete
     */
    public KerasComparison(Path folder, Backbone backbone, Engine engine) {
        this(KerasReference.read(folder), backbone, engine);
    }

    KerasComparison(KerasReference reference, Backbone backbone, Engine engine) {
        this.reference = reference;
        this.backbone = backbone;
        this.engine = engine;
    }

    /** Every check, in order: layers, preprocessing, activations, features, trainings. */
    public List<Check> all() {
        List<Check> checks = new ArrayList<>();
        checks.add(layers());
        checks.add(preprocessing());
        checks.addAll(forward());
        for (int i = 0; i < trainings(); i++) {
            checks.addAll(training(i));
        }
        return checks;
    }

    /** Number of recorded trainings. */
    public int trainings() {
        return reference.trainings().size();
    }

    /** One recorded training in words, for example {@code train 20 unfrozen, adam}. */
    public String describeTraining(int index) {
        KerasReference.Training training = reference.trainings().get(index);
        return "train " + training.unfrozen() + " unfrozen, " + training.optimizer();
    }

    /** Index, name, kind, output shape, parameters and trainable parameters of every layer; exact. */
    public Check layers() {
        return LayerList.compare(reference.layers(), backbone);
    }

    /** First pixel row after preprocessing; exact to the last bit. */
    public Check preprocessing() {
        int size = reference.forwardSize();
        float[] values = new FormulaImages(reference.salt(), 1, size, size)
                .values(backbone.spec().preprocessing());
        float[] expected = reference.firstRow().values();
        double worst = 0;
        for (int x = 0; x < size; x++) {
            for (int c = 0; c < 3; c++) {
                worst = Math.max(worst, Math.abs(values[c * size * size + x] - expected[x * 3 + c]));
            }
        }
        return new Check("preprocessing", worst, 0, "");
    }

    /** Output shape and activations of every layer, and the feature map. */
    public List<Check> forward() {
        int size = reference.forwardSize();
        TransferModel model = model(size, 1);
        List<String> names = reference.layers().stream()
                .skip(1)
                .map(KerasReference.Layer::name)
                .toList();
        INDArray[] outputs;
        Engine computing = engine.choose(model.graph(), model.description().inputShape(), List.of())
                .engine();
        try (InferenceSession session = computing.inference(model.graph(), names)) {
            outputs = session.run(images(2, size));
        }
        Map<String, float[]> channelsLast = new LinkedHashMap<>();
        for (int i = 0; i < outputs.length; i++) {
            channelsLast.put(names.get(i), channelsLast(outputs[i]));
        }
        return List.of(shapes(names, outputs), activations(channelsLast), features(channelsLast));
    }

    private Check shapes(List<String> names, INDArray[] outputs) {
        Map<String, List<Long>> expected = new HashMap<>();
        reference.layers().forEach(l -> expected.put(l.name(), l.outputShape()));
        for (int i = 0; i < outputs.length; i++) {
            long[] s = outputs[i].shape();
            List<Long> found = s.length == 4 ? List.of(-1L, s[2], s[3], s[1]) : List.of(-1L, s[1]);
            if (!found.equals(expected.get(names.get(i)))) {
                String detail = names.get(i) + " has shape " + found + " instead of " + expected.get(names.get(i));
                return new Check("output shapes", Double.POSITIVE_INFINITY, 0, detail);
            }
        }
        return new Check("output shapes", 0, 0, "");
    }

    private Check activations(Map<String, float[]> found) {
        double worst = 0;
        String where = "";
        for (Map.Entry<String, float[]> layer : found.entrySet()) {
            double error = error(layer.getValue(), activation(layer.getKey()));
            if (!(error <= worst)) {
                worst = error;
                where = layer.getKey();
            }
        }
        return new Check("activations of every layer", worst, ACTIVATION_TOLERANCE, where);
    }

    private KerasReference.Activation activation(String layer) {
        return Lookup.in(reference.activations(), layer, "recorded activation");
    }

    /** The largest difference of mean, deviation and first values, in deviations of the reference. */
    static double error(float[] values, KerasReference.Activation expected) {
        double sum = 0;
        for (float v : values) {
            sum += v;
        }
        double mean = sum / values.length;
        double squares = 0;
        for (float v : values) {
            squares += (v - mean) * (v - mean);
        }
        double worst = Math.max(
                Math.abs(mean - expected.mean()), Math.abs(Math.sqrt(squares / values.length) - expected.deviation()));
        for (int i = 0; i < expected.first().length; i++) {
            worst = Math.max(worst, Math.abs(values[i] - expected.first()[i]));
        }
        return worst / expected.deviation();
    }

    private Check features(Map<String, float[]> found) {
        String last = reference.layers().get(reference.layers().size() - 1).name();
        float[] values = Lookup.in(found, last, "output");
        float[] expected = reference.features().values();
        double worst = values.length == expected.length ? 0 : Double.POSITIVE_INFINITY;
        for (int i = 0; i < Math.min(values.length, expected.length); i++) {
            double error = Math.abs(values[i] - expected[i]);
            worst = error <= worst ? worst : error;
        }
        return new Check("features", worst / activation(last).deviation(), ACTIVATION_TOLERANCE, last);
    }

    /** One recorded training: trainable parameters, the loss of every step, and the loss in inference mode after. */
    public List<Check> training(int index) {
        KerasReference.Training training = reference.trainings().get(index);
        String name = describeTraining(index);
        Losses exact = losses(training, 0);
        double[] expected = Arrays.copyOf(training.losses(), training.losses().length + 1);
        expected[training.losses().length] = training.lossAfter();
        double[] errors = relativeErrors(expected, exact.losses());
        double[] tolerances = new double[errors.length];
        Arrays.fill(tolerances, LOSS_TOLERANCE);
        raiseToSensitivity(tolerances, errors, training, exact.losses());
        int worst = 0;
        for (int step = 1; step < errors.length - 1; step++) {
            worst = errors[step] / tolerances[step] <= errors[worst] / tolerances[worst] ? worst : step;
        }
        int last = errors.length - 1;
        double trainableError = Math.abs(exact.trainable() - training.trainableParameters());
        return List.of(
                new Check(name + ": parameters", trainableError, 0, String.valueOf(exact.trainable())),
                new Check(name + ": losses", errors[worst], tolerances[worst], "step " + (worst + 1)),
                new Check(name + ": loss after", errors[last], tolerances[last], ""));
    }

    /** Until every error is allowed, or for as many runs as there are. */
    private void raiseToSensitivity(
            double[] tolerances, double[] errors, KerasReference.Training training, double[] exact) {
        for (int noise = 1; noise <= SENSITIVITY_RUNS && !allWithin(errors, tolerances); noise++) {
            double[] moved = relativeErrors(exact, losses(training, noise).losses());
            for (int i = 0; i < tolerances.length; i++) {
                tolerances[i] = Math.max(tolerances[i], SENSITIVITY_FACTOR * moved[i]);
            }
        }
    }

    /** An error that is no number is not allowed. */
    private static boolean allWithin(double[] errors, double[] tolerances) {
        return IntStream.range(0, errors.length).allMatch(i -> errors[i] <= tolerances[i]);
    }

    private static double[] relativeErrors(double[] expected, double[] found) {
        double[] errors = new double[expected.length];
        for (int i = 0; i < errors.length; i++) {
            errors[i] = Math.abs(found[i] - expected[i]) / expected[i];
        }
        return errors;
    }

    /** What a training gave: the loss of each step, then the one in inference mode; the number of trained parameters. */
    record Losses(double[] losses, long trainable) {}

    /** What a model was built of. */
    private record Built(int size, double headScale, TransferModel model) {}

    /** @param noise 0 for the images as they are, otherwise the number of a disturbance */
    private Losses losses(KerasReference.Training training, int noise) {
        TransferModel model = trained(training.size(), training.headScale());
        INDArray images = images(training.batch(), training.size());
        if (noise == 0) {
            return train(engine, model, training, images);
        }
        INDArray parameters = model.graph().params();
        INDArray before = parameters.dup();
        disturb(images, "images" + noise);
        disturb(parameters, "parameters" + noise);
        Losses losses = train(engine, model, training, images);
        parameters.assign(before);
        return losses;
    }

    /** One model for all trainings, which leave it as it is; it is costly to build. */
    private TransferModel trained(int size, double headScale) {
        if (built == null || built.size() != size || built.headScale() != headScale) {
            built = new Built(size, headScale, model(size, headScale));
        }
        return built.model();
    }

    /** Trains as recorded; the model stays as it is. */
    static Losses train(Engine engine, TransferModel model, KerasReference.Training training, INDArray images) {
        ResolvedFreeze freeze = model.resolve(FreezePolicy.lastLayers(training.unfrozen()));
        FrozenPrefix prefix = model.frozenPrefix(freeze);
        Optimizer optimizer = Optimizer.byName(training.optimizer(), training.learningRate());
        INDArray labels = Nd4j.zeros(training.batch(), 2);
        for (int i = 0; i < training.batch(); i++) {
            labels.putScalar(i, i % 2, 1);
        }
        Engine computing = engine.choose(
                        model.graph(),
                        model.description().inputShape(),
                        List.of(new TrainedPart(prefix, freeze, model.headLayers())))
                .engine();
        try (InferenceSession frozen = computing.inference(model.graph(), prefix.cut());
                TrainingSession session =
                        computing.training(model.graph(), prefix, freeze, model.headLayers(), optimizer)) {
            INDArray[] cut = frozen.run(images);
            double[] losses = new double[training.losses().length + 1];
            for (int i = 0; i < losses.length - 1; i++) {
                losses[i] = session.step(cut, labels).loss();
            }
            losses[losses.length - 1] = crossEntropy(session.probabilities(cut), labels);
            return new Losses(losses, freeze.trainableParameters() + model.headTrainableParameters());
        }
    }

    /** Changes every value by at most {@value #DISTURBANCE} of itself. */
    private void disturb(INDArray values, String noise) {
        float[] factors = FormulaValues.uniform(reference.salt() + "/noise/" + noise, (int) values.length());
        for (int i = 0; i < factors.length; i++) {
            factors[i] = 1 + factors[i] * DISTURBANCE;
        }
        values.muli(Nd4j.createFromArray(factors).reshape(values.shape()));
    }

    private static double crossEntropy(INDArray probabilities, INDArray labels) {
        double sum = 0;
        for (int i = 0; i < labels.rows(); i++) {
            sum -= Math.log(probabilities.getDouble(i, i % 2));
        }
        return sum / labels.rows();
    }

    /** With the formula's weights and head, without dropout. */
    TransferModel model(int size, double headScale) {
        TransferModel model = TransferModel.on(backbone)
                .size(size)
                .classes(List.of("0", "1"))
                .head(DenseHead.averagePooling().withHidden(16))
                .weights(BackboneWeights.of(formula(headScale, reference.weightShapes())))
                .build();
        Map<String, long[]> head = new LinkedHashMap<>();
        head.put("head_dense/kernel", new long[] {backbone.spec().featureChannels(), 16});
        head.put("head_dense/bias", new long[] {16});
        head.put("head_out/kernel", new long[] {16, 2});
        head.put("head_out/bias", new long[] {2});
        KerasWeights.load(formula(headScale, head), model.graph(), model.headLayers());
        removeDropout(model);
        return model;
    }

    private FormulaWeights formula(double headScale, Map<String, long[]> shapes) {
        return new FormulaWeights(reference.salt(), reference.gain(), headScale, shapes);
    }

    /** The reference was made with every drop rate at 0. */
    private static void removeDropout(TransferModel model) {
        for (GraphVertex vertex : model.graph().getConfiguration().getVertices().values()) {
            if (vertex instanceof LayerVertex layer) {
                layer.getLayerConf().getLayer().setIDropout(null);
            }
        }
    }

    /** The formula's, preprocessed. */
    INDArray images(int count, int size) {
        return new FormulaImages(reference.salt(), count, size, size)
                .array(backbone.spec().preprocessing());
    }

    static float[] channelsLast(INDArray array) {
        INDArray ordered = array.rank() == 4 ? array.permute(0, 2, 3, 1) : array;
        return ordered.dup('c').reshape(array.length()).toFloatVector();
    }
}
