package dev.graft.evaluate;

import dev.graft.data.ImageDataset;
import dev.graft.data.ImageSample;
import dev.graft.metrics.Bootstrap;
import dev.graft.metrics.DeLongTest;
import dev.graft.metrics.GroupScore;
import dev.graft.metrics.McNemarTest;
import dev.graft.metrics.Prediction;
import dev.graft.metrics.Subgroups;
import dev.graft.model.InputDrift;
import dev.graft.model.InputProfile;
import dev.graft.model.SeenImages;
import dev.graft.result.Finding;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Measures a saved model with labelled images that took no part in making it:
 *
 * <pre>{@code
 * try (EvaluatedModel model = EvaluatedModel.open(Path.of("result/model.graft"), engine)) {
 *     new Evaluator(model, EvaluationOptions.defaults()).evaluate(images).save(Path.of("evaluation"));
 * }
 * }</pre>
 *
 * <p>Figures are found by image, with intervals from groups where they are known, and by group. The {@link
 * ImageSample#attributes attributes} of the images are what subgroups are made by.
 *
 * @param model stays open
 * @param options how
 */
public record Evaluator(EvaluatedModel model, EvaluationOptions options) {
    /**
     * Evaluates.
     *
     * @param images their classes are found among the model's by name
     * @throws dev.graft.error.GraftException if a class is none of the model's, there is no such positive class, or an image
     *     is unreadable
     */
    public ExternalEvaluation evaluate(ImageDataset images) {
        return evaluate(images, Optional.empty());
    }

    /**
     * Evaluates, and compares with another model on the same images.
     *
     * @param other tells the same classes apart, in any order; stays open
     * @throws dev.graft.error.GraftException as above, or if the other's classes are not those of the model
     */
    public ExternalEvaluation evaluate(ImageDataset images, EvaluatedModel other) {
        return evaluate(images, Optional.of(other));
    }

    private ExternalEvaluation evaluate(ImageDataset images, Optional<EvaluatedModel> other) {
        int positive = model.positiveClass(options.positiveClass());
        List<String> classes = model.classNames();
        Answers answers = Answers.of(model, images, classes, options.progress());
        Optional<Answers> others = other.map(each -> Answers.of(each, images, classes, options.progress()));
        Bootstrap bootstrap = new Bootstrap(options.resamples(), options.seed(), images.groups());
        EvaluatedImages data = EvaluatedImages.of(
                images, answers.predictions().stream().map(Prediction::actual).toList(), classes.size());
        Assessment byImage = assess(answers.predictions(), positive, bootstrap);
        Optional<GroupAssessment> groups =
                data.groups() == 0 ? Optional.empty() : Optional.of(groups(answers.predictions(), images, positive));
        Subgroups subgroups =
                Subgroups.of(answers.predictions(), attributes(images), classes.size(), positive, bootstrap);
        Optional<InputDrift> drift =
                model.classifier().inputs().map(profile -> InputDrift.of(profile, answers.looks()));
        Recognised recognised = recognised(answers.predictions(), images, positive, bootstrap);
        List<Finding> findings =
                new EvaluationFindings(classes, positive, data, byImage, groups, subgroups, drift, recognised).all();
        return new ExternalEvaluation(
                fileName(model.name()) + " on " + fileName(images.source()),
                classes,
                positive,
                data,
                byImage,
                groups,
                others.map(each -> comparison(other.orElseThrow(), answers, each, images, positive)),
                subgroups,
                drift,
                recognised,
                findings,
                answers.predictions(),
                images.groups(),
                new EvaluationRecord(model, other, images, positive, options).provenance());
    }

    private static String fileName(String path) {
        Path name = Path.of(path).getFileName();
        return name == null ? path : name.toString();
    }

    private Assessment assess(List<Prediction> predictions, int positive, Bootstrap bootstrap) {
        return Assessment.of(predictions, model.classNames().size(), positive, bootstrap, options.prevalences());
    }

    private GroupAssessment groups(List<Prediction> predictions, ImageDataset images, int positive) {
        GroupScore score = score(model);
        GroupScore.Grouped grouped = score.group(predictions, images.groups(), positive);
        return new GroupAssessment(
                score, assess(grouped.predictions(), positive, alone()), grouped.mixed(), grouped.predictions());
    }

    private GroupScore score(EvaluatedModel of) {
        return options.groupScore().orElse(of.classifier().groupScore());
    }

    /** Each case for itself. */
    private Bootstrap alone() {
        return new Bootstrap(options.resamples(), options.seed(), Map.of());
    }

    private static Map<String, Map<String, String>> attributes(ImageDataset images) {
        Map<String, Map<String, String>> columns = new TreeMap<>();
        images.samples()
                .forEach(sample -> sample.attributes()
                        .forEach((column, value) -> columns.computeIfAbsent(column, c -> new LinkedHashMap<>())
                                .put(sample.name(), value)));
        return columns;
    }

    /** Other images of a known patient are nearly known: whole groups are left out. */
    private Recognised recognised(
            List<Prediction> predictions, ImageDataset images, int positive, Bootstrap bootstrap) {
        SeenImages seen = model.classifier().inputs().map(InputProfile::seen).orElse(SeenImages.UNKNOWN);
        List<ImageSample> found = seen.among(images.samples());
        Set<String> names = new HashSet<>();
        Set<String> groups = new HashSet<>();
        found.forEach(sample -> {
            names.add(sample.name());
            sample.group().ifPresent(groups::add);
        });
        List<Prediction> others = predictions.stream()
                .filter(p -> !names.contains(p.image())
                        && !groups.contains(bootstrap.groups().getOrDefault(p.image(), "")))
                .toList();
        return new Recognised(
                seen.images(),
                found.stream().map(ImageSample::name).toList(),
                found.isEmpty() || others.isEmpty()
                        ? Optional.empty()
                        : Optional.of(assess(others, positive, bootstrap)));
    }

    private ModelComparison comparison(
            EvaluatedModel other, Answers answers, Answers others, ImageDataset images, int positive) {
        Map<String, String> groups = images.groups();
        Bootstrap bootstrap = new Bootstrap(options.resamples(), options.seed(), groups);
        List<Prediction> first = answers.predictions();
        List<Prediction> second = others.predictions();
        return new ModelComparison(
                other.name(),
                DeLongTest.of(first, second, positive, bootstrap),
                groups.isEmpty()
                        ? Optional.empty()
                        : Optional.of(DeLongTest.of(
                                score(model).group(first, groups, positive).predictions(),
                                score(other).group(second, groups, positive).predictions(),
                                positive,
                                alone())),
                McNemarTest.of(first, second));
    }
}
