package dev.graft.run;

import dev.graft.augmentation.AugmentationPlan;
import dev.graft.data.ImageDataset;
import dev.graft.data.ImageSample;
import dev.graft.data.PassedOver;
import dev.graft.data.Split;
import dev.graft.data.SplitFractions;
import dev.graft.diagnosis.Diagnosis;
import dev.graft.diagnosis.TrainingConditions;
import dev.graft.diagnosis.TrainingEvidence;
import dev.graft.engine.EngineChoice;
import dev.graft.error.Lookup;
import dev.graft.image.ImageDecoder;
import dev.graft.image.RgbImage;
import dev.graft.metrics.Bootstrap;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.OperatingPoint;
import dev.graft.metrics.Prediction;
import dev.graft.model.InputProfile;
import dev.graft.model.TransferModel;
import dev.graft.provenance.GraftVersion;
import dev.graft.provenance.Provenance;
import dev.graft.result.Finding;
import dev.graft.result.GroupedResult;
import dev.graft.result.PartSummary;
import dev.graft.result.ResultPictures;
import dev.graft.result.RunFacts;
import dev.graft.result.SampleImage;
import dev.graft.result.SampleSelection;
import dev.graft.result.Severity;
import dev.graft.result.ShownPart;
import dev.graft.result.TrainingResult;
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
        RunFacts facts = facts();
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
                Optional.of(facts),
                provenance(seal, facts),
                OperatingPoint.of(wishes.threshold(), outcome.validation(), outcome.test(), positive, bootstrap)
                        .stream()
                        .toList(),
                split.duplicates(),
                Optional.empty(),
                Optional.empty(),
                images.passedOver(),
                GroupedResult.of(outcome.validation(), outcome.test(), images.groups(), classes, positive));
        if (!pictures) {
            return new TransferRun(model, result, ResultPictures.NONE, Optional.empty(), outcome.end());
        }
        List<Prediction> shown = outcome.test().isEmpty() ? outcome.validation() : outcome.test();
        return new TransferRun(
                model,
                result,
                new ResultPictures(
                        thumbnails(SampleSelection.pictured(result)),
                        AugmentedSamples.of(
                                images, split.train(), model.description().inputShape(), plan.augmentation()),
                        ExplainedSamples.of(
                                model, images, shown, outcome.computing().engine())),
                Optional.of(InputProfile.of(images, split)),
                outcome.end());
    }

    private List<Finding> findings(Evaluation validation, PartSummary train, Optional<TestSeal> seal) {
        List<Finding> findings = new ArrayList<>();
        outcome.stopped()
                .map(reason -> "The training ended before its time. " + reason)
                .ifPresent(sentence -> findings.add(Finding.remark(Severity.WARNING, sentence)));
        outcome.computing()
                .fallback()
                .map(fallback -> "The engine " + fallback.asked() + " was asked for; "
                        + outcome.computing().engine().id() + " computed everything: " + why(fallback) + ".")
                .ifPresent(sentence -> findings.add(Finding.remark(Severity.NOTE, sentence)));
        int layers = model.description().backboneLayers().size();
        int learnt = (int) outcome.freezes().stream()
                .flatMap(freeze -> freeze.unfrozen().stream())
                .distinct()
                .count();
        if (model.description().weights().equals(BackboneWeights.random().describe()) && learnt < layers) {
            findings.add(
                    Finding.remark(
                            Severity.WARNING,
                            "The backbone started from random values, and " + (layers - learnt) + " of its " + layers
                                    + " layers kept them: they never learnt. Use pretrained weights, or let all layers learn."));
        }
        seal.flatMap(TestSeal::finding).ifPresent(sentence -> findings.add(Finding.remark(Severity.SERIOUS, sentence)));
        images.similarClasses().ifPresent(sentence -> findings.add(Finding.remark(Severity.WARNING, sentence)));
        TrainingConditions conditions = new TrainingSetup(images, split, model, plan, outcome)
                .conditions(wishes.unfitInput(), wishes.intervalWidth());
        findings.addAll(Diagnosis.of(new TrainingEvidence(
                outcome.history(), validation, images.classNames(), train.imagesPerClass(), conditions)));
        return findings;
    }

    private RunFacts facts() {
        return new RunFacts(
                images.source(),
                images.manifestHash(),
                split.test().isEmpty() ? Optional.empty() : split.fold(),
                model.parameters(),
                outcome.freezes().stream()
                        .map(freeze -> freeze.trainableParameters() + model.headTrainableParameters())
                        .toList(),
                model.description().backboneLayers().size(),
                outcome.computing().engine().describe(),
                outcome.computing().fallback().map(fallback -> new RunFacts.Fallback(fallback.asked(), why(fallback))),
                outcome.featureSeconds(),
                outcome.trainingSeconds(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                GraftVersion.text(),
                System.getProperty("java.vendor") + " " + System.getProperty("java.version"));
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
            parts.add(part(ShownPart.Kind.ofTest(split.fold()).label(), split.test()));
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
            RgbImage small = decoder.decodeWithin(
                    Lookup.in(byName, prediction.image(), "image").path(), THUMBNAIL);
            samples.add(new SampleImage(prediction.image(), small, prediction));
        }
        return samples;
    }

    private Provenance provenance(Optional<TestSeal> seal, RunFacts facts) {
        Map<String, Map<String, Object>> sections = new LinkedHashMap<>();
        sections.put("model", modelSection(facts));
        for (int i = 0; i < plan.phases().size(); i++) {
            sections.put("phase " + (i + 1), phaseSection(i));
        }
        if (!plan.augmentation().isNone()) {
            sections.put(Provenance.AUGMENTATION, augmentationSection());
        }
        sections.put("data", dataSection());
        seal.ifPresent(opened -> sections.put(TestSeal.SECTION, opened.section()));
        sections.put("machine", machineSection(facts));
        Provenance provenance = new Provenance(sections);
        for (Map.Entry<String, Map<String, ?>> entry : records.entrySet()) {
            provenance = provenance.with(entry.getKey(), entry.getValue());
        }
        return provenance;
    }

    private Map<String, Object> modelSection(RunFacts facts) {
        var description = model.description();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("backbone", description.backbone());
        values.put("weights", description.weights());
        values.put("preprocessing", description.preprocessing().id());
        values.put(
                "input",
                description.inputShape().width() + " x "
                        + description.inputShape().height() + " px, RGB");
        values.put("head", description.head());
        values.put("total parameters", facts.parameters());
        values.put("trainable parameters", facts.lastTrainableParameters());
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

    private Map<String, Object> machineSection(RunFacts facts) {
        Runtime runtime = Runtime.getRuntime();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("engine", facts.engine());
        facts.fallback()
                .ifPresent(fallback -> values.put("engine asked for", fallback.asked() + ": " + fallback.reason()));
        values.put("java", facts.java());
        values.put(
                "system",
                System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                        + runtime.availableProcessors() + " processors");
        values.put("seconds for frozen features", RunFacts.tenths(facts.featureSeconds()));
        values.put("seconds of training", RunFacts.tenths(facts.trainingSeconds()));
        values.put("total seconds", facts.totalSeconds());
        values.put("finished", facts.finished());
        return values;
    }
}
