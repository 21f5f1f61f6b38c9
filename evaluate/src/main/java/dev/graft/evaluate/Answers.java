package dev.graft.evaluate;

import dev.graft.data.ImageDataset;
import dev.graft.data.ImageSample;
import dev.graft.error.GraftException;
import dev.graft.image.ImageStatistics;
import dev.graft.image.ScaledImage;
import dev.graft.metrics.Prediction;
import dev.graft.model.Classification;
import dev.graft.model.Classifier;
import dev.graft.progress.Progress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * What a model says of the images of a data set.
 *
 * @param predictions in the order of the images, probabilities in the order of the classes that were wanted
 * @param looks of the images at their own size
 */
record Answers(List<Prediction> predictions, List<ImageStatistics> looks) {
    /** Images that are in memory at once. */
    private static final int TOGETHER = 64;

    /**
     * Asks it.
     *
     * @param classes in which order they are wanted
     */
    static Answers of(EvaluatedModel model, ImageDataset images, List<String> classes, Progress progress) {
        requireClasses(model, images, classes);
        List<Integer> order = classes.stream().map(model.classNames()::indexOf).toList();
        List<ImageSample> samples = images.samples();
        List<Prediction> predictions = new ArrayList<>();
        List<ImageStatistics> looks = new ArrayList<>();
        Classifier classifier = model.classifier();
        try (Progress.Task task = progress.start("Classifying with " + model.name(), samples.size())) {
            for (int from = 0; from < samples.size(); from += TOGETHER) {
                List<ImageSample> some = samples.subList(from, Math.min(samples.size(), from + TOGETHER));
                List<ScaledImage> pictures = some.parallelStream()
                        .map(sample -> classifier.read(sample.path()))
                        .toList();
                List<Classification> answers = classifier.classifyScaled(pictures);
                for (int i = 0; i < some.size(); i++) {
                    List<Double> given = answers.get(i).probabilities();
                    predictions.add(new Prediction(
                            some.get(i).name(),
                            classes.indexOf(images.classNames().get(some.get(i).label())),
                            order.stream().map(given::get).toList()));
                    looks.add(pictures.get(i).original());
                }
                task.advance(some.size());
            }
        }
        return new Answers(predictions, looks);
    }

    private static void requireClasses(EvaluatedModel model, ImageDataset images, List<String> classes) {
        if (!new HashSet<>(classes).equals(new HashSet<>(model.classNames()))) {
            throw new GraftException(model.name() + " tells apart " + String.join(", ", model.classNames())
                    + ", expected the classes " + String.join(", ", classes)
                    + ". Compare models of the same classes.");
        }
        List<String> others = images.classNames().stream()
                .filter(name -> !classes.contains(name))
                .toList();
        if (!others.isEmpty()) {
            throw new GraftException("The images are of classes that " + model.name() + " does not know: "
                    + String.join(", ", others) + ". It knows " + String.join(", ", classes)
                    + ". Name folders or labels like them, and leave out images of anything else.");
        }
    }
}
