package dev.graft.loss;

import dev.graft.error.GraftException;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a training minimises: cross-entropy, with label smoothing and class weights if wanted. It turns the classes of a
 * batch into what {@link dev.graft.engine.TrainingSession#step(INDArray[], INDArray, INDArray)} takes, so that engines know
 * soft labels and a weight per image and nothing more.
 *
 * <p>The same numbers serve a softmax and a sigmoid: Keras smooths a one-hot row to {@code y (1 - s) + s / classes} and a
 * binary label to {@code y (1 - s) + s / 2}, which for two classes is the same.
 *
 * @param labelSmoothing share {@code s} of the label that is spread over all classes, [0, 1)
 * @param classWeights empty if all classes count alike
 */
public record CrossEntropy(double labelSmoothing, Optional<ClassWeights> classWeights) {
    public CrossEntropy {
        if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
            throw new GraftException("Label smoothing must be in [0, 1), found " + labelSmoothing + ".");
        }
    }

    /** Cross-entropy and nothing else. */
    public static CrossEntropy plain() {
        return new CrossEntropy(0, Optional.empty());
    }

    /** With another label smoothing. */
    public CrossEntropy withLabelSmoothing(double share) {
        return new CrossEntropy(share, classWeights);
    }

    /** With class weights. */
    public CrossEntropy withClassWeights(ClassWeights weights) {
        return new CrossEntropy(labelSmoothing, Optional.of(weights));
    }

    /**
     * One-hot rows, smoothed.
     *
     * @param labels class of every image, 0 to {@code classes - 1}
     * @return {@code [batch, classes]}; every row sums to 1
     */
    public INDArray rows(List<Integer> labels, int classes) {
        float[] values = new float[labels.size() * classes];
        for (int i = 0; i < labels.size(); i++) {
            check(labels.get(i), classes);
            for (int c = 0; c < classes; c++) {
                double hot = c == labels.get(i) ? 1 : 0;
                values[i * classes + c] = (float) (hot * (1 - labelSmoothing) + labelSmoothing / classes);
            }
        }
        return Nd4j.create(values, new long[] {labels.size(), classes}, 'c');
    }

    /**
     * Weight of every image.
     *
     * @param labels class of every image
     * @return {@code [batch, 1]}; empty if all classes count alike
     * @throws GraftException for a class without a weight
     */
    public Optional<INDArray> sampleWeights(List<Integer> labels) {
        if (classWeights.isEmpty() || classWeights.get().areEqual()) {
            return Optional.empty();
        }
        List<Double> weights = classWeights.get().weights();
        float[] values = new float[labels.size()];
        for (int i = 0; i < values.length; i++) {
            check(labels.get(i), weights.size());
            values[i] = weights.get(labels.get(i)).floatValue();
        }
        return Optional.of(Nd4j.create(values, new long[] {values.length, 1}, 'c'));
    }

    /**
     * Rows of images that were mixed of two. With class weights each part counts as much as its class does: the loss of a
     * mixture is then the mixture of the weighted losses.
     *
     * @param labels class of every image
     * @param others class of what was mixed into it
     * @param shares how much of every image is its own, 0 to 1
     * @return {@code [batch, classes]}; every row sums to 1
     */
    public INDArray rows(List<Integer> labels, List<Integer> others, List<Double> shares, int classes) {
        INDArray rows = rows(labels, classes);
        INDArray otherRows = rows(others, classes);
        for (int i = 0; i < labels.size(); i++) {
            double own = shares.get(i) * weight(labels.get(i));
            double share = own / (own + (1 - shares.get(i)) * weight(others.get(i)));
            rows.getRow(i).muli(share).addi(otherRows.getRow(i).muli(1 - share));
        }
        otherRows.close();
        return rows;
    }

    /**
     * Weight of every image of two: the mixture of their weights.
     *
     * @param labels class of every image
     * @param others class of what was mixed into it
     * @param shares how much of every image is its own, 0 to 1
     * @return {@code [batch, 1]}; empty if all classes count alike
     * @throws GraftException for a class without a weight
     */
    public Optional<INDArray> sampleWeights(List<Integer> labels, List<Integer> others, List<Double> shares) {
        Optional<INDArray> weights = sampleWeights(labels);
        if (weights.isEmpty()) {
            return weights;
        }
        for (int i = 0; i < labels.size(); i++) {
            double share = shares.get(i);
            weights.get().putScalar(i, 0, share * weight(labels.get(i)) + (1 - share) * weight(others.get(i)));
        }
        return weights;
    }

    private double weight(int label) {
        return classWeights.map(w -> w.weights().get(label)).orElse(1.0);
    }

    private static void check(int label, int classes) {
        if (label < 0 || label >= classes) {
            throw new GraftException("There is no class " + label + " among " + classes
                    + ". Classes count from 0; class weights need one for every class.");
        }
    }

    /** In words, for people and provenance. */
    public String describe() {
        return "cross-entropy"
                + (labelSmoothing > 0 ? ", label smoothing " + labelSmoothing : "")
                + classWeights.map(w -> ", class weights " + w.weights()).orElse("");
    }
}
