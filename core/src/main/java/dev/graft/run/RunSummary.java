package dev.graft.run;

import dev.graft.augmentation.AugmentationPlan;
import dev.graft.data.ImageDataset;
import dev.graft.data.ImageDecoder;
import dev.graft.data.ImageSample;
import dev.graft.data.PassedOver;
import dev.graft.data.RgbImage;
import dev.graft.data.Split;
import dev.graft.data.SplitFractions;
import dev.graft.diagnosis.Case;
import dev.graft.diagnosis.Diagnosis;
import dev.graft.diagnosis.Setup;
import dev.graft.engine.EngineChoice;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.metrics.Bootstrap;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.OperatingPoint;
import dev.graft.metrics.Prediction;
import dev.graft.model.InputProfile;
import dev.graft.model.TransferModel;
import dev.graft.provenance.Provenance;
import dev.graft.report.HtmlReport;
import dev.graft.report.PartSummary;
import dev.graft.report.SampleImage;
import dev.graft.report.TrainingResult;
import dev.graft.train.Phase;
import dev.graft.train.TrainingOutcome;
import dev.graft.train.TrainingPlan;
import dev.graft.weights.BackboneWeights;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Gathers what a training gave into a result with its provenance. */
record RunSummary(
        ImageDataset images,
        Split split,
        TransferModel model,
        TrainingPlan plan,
        TrainingOutcome outcome,
        Optional<SplitFractions> fractions,
        ResultOptions wishes,
        Map<String, Map<String, ?>> records) {
    private static final int THUMBNAIL = 112;

    TransferRun run(int positive, boolean pictures) {
        List<PartSummary> parts = parts();
        Optional<TestSeal> seal = split.test().isEmpty()
                ? Optional.empty()
                : Optional.of(wishes.opening().apply(images.contentHash(split.test())));
        int classes = images.classNames().size();
        Bootstrap bootstrap = Bootstrap.ofGroups(images.groups());
        Evaluation validation = Evaluation.of(outcome.validation(), classes, positive, bootstrap);
        Optional<Evaluation> test = outcome.test().isEmpty()
                ? Optional.empty()
                : Optional.of(Evaluation.of(outcome.test(), classes, positive, bootstrap));
        TrainingResult result = new TrainingResult(
                model.description().backbone() + " on " + title(),
                images.classNames(),
                positive,
                parts,
                split.guarantees(),
                split.warnings(),
                images.unreadable(),
                outcome.history(),
                validation,
                test,
                outcome.validation(),
                outcome.test(),
                findings(validation, parts.get(0), seal),
                provenance(seal),
                OperatingPoint.of(wishes.threshold(), outcome.validation(), outcome.test(), positive, bootstrap)
                        .stream()
                        .toList(),
                split.duplicates(),
                Optional.empty(),
                Optional.empty(),
                images.passedOver());
        if (!pictures) {
            return new TransferRun(model, result, List.of(), List.of(), Optional.empty(), List.of(), outcome.end());
        }
        List<Prediction> shown = outcome.test().isEmpty() ? outcome.validation() : outcome.test();
        return new TransferRun(
                model,
                result,
                thumbnails(HtmlReport.pictured(result)),
                AugmentedSamples.of(images, split.train(), model.description().inputShape(), plan.augmentation()),
                Optional.of(InputProfile.of(images, split.train())),
                ExplainedSamples.of(model, images, shown, outcome.computing().engine()),
                outcome.end());
    }

    private List<String> findings(Evaluation validation, PartSummary train, Optional<TestSeal> seal) {
        List<String> findings = new ArrayList<>();
        outcome.stopped().ifPresent(reason -> findings.add("The training ended before its time. " + reason));
        outcome.computing()
                .fallback()
                .ifPresent(fallback -> findings.add("The engine " + fallback.asked() + " was asked for; "
                        + outcome.computing().engine().id() + " computed everything: " + why(fallback) + "."));
        int layers = model.description().backboneLayers().size();
        int learnt = (int) outcome.freezes().stream()
                .flatMap(freeze -> freeze.unfrozen().stream())
                .distinct()
                .count();
        if (model.description().weights().equals(BackboneWeights.random().describe()) && learnt < layers) {
            findings.add("The backbone started from random values, and " + (layers - learnt) + " of its " + layers
                    + " layers kept them: they never learnt. Use pretrained weights, or let all layers learn.");
        }
        seal.flatMap(TestSeal::finding).ifPresent(findings::add);
        images.similarClasses().ifPresent(findings::add);
        Setup setup = new TrainingSetup(images, split, model, plan, outcome)
                .setup(wishes.unfitInput(), wishes.intervalWidth());
        findings.addAll(Diagnosis.of(
                new Case(outcome.history(), validation, images.classNames(), train.imagesPerClass(), setup)));
        return findings;
    }

    private static String why(EngineChoice.Fallback fallback) {
        return "layer '" + fallback.layer() + "' cannot be compiled: " + fallback.reason();
    }

    private String title() {
        Path name = Path.of(images.source()).getFileName();
        return name == null ? images.source() : name.toString();
    }

    private List<PartSummary> parts() {
        List<PartSummary> parts = new ArrayList<>();
        parts.add(part("train", split.train()));
        parts.add(part("validation", split.validation()));
        if (!split.test().isEmpty()) {
            parts.add(part("test", split.test()));
        }
        return parts;
    }

    private PartSummary part(String name, List<Integer> indices) {
        int[] counts = new int[images.classNames().size()];
        for (int index : indices) {
            counts[images.samples().get(index).label()]++;
        }
        boolean grouped = images.samples().stream().allMatch(s -> s.group().isPresent());
        long groups = indices.stream()
                .map(i -> images.samples().get(i).group())
                .distinct()
                .count();
        return new PartSummary(name, Arrays.stream(counts).boxed().toList(), grouped ? (int) groups : -1);
    }

    private List<SampleImage> thumbnails(List<Prediction> predictions) {
        Map<String, ImageSample> byName =
                images.samples().stream().collect(Collectors.toMap(ImageSample::name, s -> s));
        ImageDecoder decoder = new ImageDecoder();
        List<SampleImage> samples = new ArrayList<>();
        for (Prediction prediction : predictions) {
            RgbImage small = decoder.decodeWithin(byName.get(prediction.image()).path(), THUMBNAIL);
            samples.add(new SampleImage(prediction.image(), small, prediction));
        }
        return samples;
    }

    private Provenance provenance(Optional<TestSeal> seal) {
        Map<String, Map<String, Object>> sections = new LinkedHashMap<>();
        sections.put("model", modelSection());
        for (int i = 0; i < plan.phases().size(); i++) {
            sections.put("phase " + (i + 1), phaseSection(i));
        }
        if (!plan.augmentation().isNone()) {
            sections.put("augmentation", augmentationSection());
        }
        sections.put("data", dataSection());
        seal.ifPresent(opened -> sections.put("test part", opened.section()));
        sections.put("machine", machineSection());
        Provenance provenance = new Provenance(sections);
        for (Map.Entry<String, Map<String, ?>> entry : records.entrySet()) {
            provenance = provenance.with(entry.getKey(), entry.getValue());
        }
        return provenance;
    }

    private Map<String, Object> modelSection() {
        var description = model.description();
        ResolvedFreeze last = outcome.freezes().get(outcome.freezes().size() - 1);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("backbone", description.backbone());
        values.put("weights", description.weights());
        values.put("preprocessing", description.preprocessing().id());
        values.put(
                "input",
                description.inputShape().width() + " x "
                        + description.inputShape().height() + " px, RGB");
        values.put("head", description.head());
        values.put("total parameters", model.parameters());
        values.put("trainable parameters", last.trainableParameters() + model.headTrainableParameters());
        values.put("seed", description.seed());
        return values;
    }

    private Map<String, Object> phaseSection(int index) {
        Phase phase = plan.phases().get(index);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("freezing", outcome.freezes().get(index).describe());
        boolean begun = index < outcome.features().size();
        values.put("frozen features", begun ? outcome.features().get(index) : "the training ended before this phase");
        values.put("optimizer", phase.describeUpdates());
        values.put("epochs at most", phase.epochs());
        values.put("patience", phase.patience());
        values.put("loss", plan.loss().describe());
        values.put("batch size", plan.batchSize());
        values.put("augmentation", plan.augmentation().describe());
        return values;
    }

    private Map<String, Object> augmentationSection() {
        AugmentationPlan augmentation = plan.augmentation();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("policy", augmentation.augmentation().name());
        values.put("definition", augmentation.augmentation().definition());
        values.put("seed", augmentation.seed());
        values.put(
                "images",
                augmentation.views() == 0
                        ? "new in every epoch, of the train part alone"
                        : augmentation.views()
                                + " fixed views of each image of the train part, taken in turn; their frozen features"
                                + " are computed once");
        return values;
    }

    private Map<String, Object> dataSection() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("source", images.source());
        values.put("images", images.samples().size());
        values.put("manifest hash", images.manifestHash());
        if (!images.unreadable().isEmpty()) {
            values.put("unreadable files", images.unreadable().size());
        }
        if (!images.passedOver().isEmpty()) {
            values.put(
                    "passed over",
                    images.passedOver().stream().map(PassedOver::describe).toList());
        }
        values.put(
                "split",
                fractions
                        .map(f ->
                                percent(f.train()) + " / " + percent(f.validation()) + " / " + percent(f.test()) + " %")
                        .orElse((images.givenParts().isEmpty() ? "given as " : "came with the images: ")
                                + split.train().size() + " / "
                                + split.validation().size() + " / "
                                + split.test().size() + " images"));
        values.put("split seed", split.seed());
        return values;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }

    private Map<String, Object> machineSection() {
        Runtime runtime = Runtime.getRuntime();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("engine", outcome.computing().engine().describe());
        outcome.computing()
                .fallback()
                .ifPresent(fallback -> values.put("engine asked for", fallback.asked() + ": " + why(fallback)));
        values.put("java", System.getProperty("java.vendor") + " " + System.getProperty("java.version"));
        values.put(
                "system",
                System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                        + runtime.availableProcessors() + " processors");
        values.put("seconds for frozen features", Math.round(outcome.featureSeconds() * 10) / 10.0);
        values.put("seconds of training", Math.round(outcome.trainingSeconds() * 10) / 10.0);
        values.put("total seconds", Math.round((outcome.featureSeconds() + outcome.trainingSeconds()) * 10) / 10.0);
        values.put("finished", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        return values;
    }
}
