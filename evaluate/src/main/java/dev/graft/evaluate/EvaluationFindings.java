package dev.graft.evaluate;

import dev.graft.metrics.Figures;
import dev.graft.metrics.Metric;
import dev.graft.metrics.Subgroups;
import dev.graft.model.InputDrift;
import dev.graft.result.Finding;
import dev.graft.result.Numbers;
import dev.graft.result.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** What to know before the figures of an evaluation are used. */
record EvaluationFindings(
        List<String> classNames,
        int positiveClass,
        EvaluatedImages data,
        Assessment images,
        Optional<GroupAssessment> groups,
        Subgroups subgroups,
        Optional<InputDrift> drift,
        Recognised recognised) {
    /** Below so many cases of either kind figures of external images are too unsure (Collins, Ogundimu, Altman 2016). */
    private static final int ENOUGH = 100;

    private static final int NAMED = 3;

    List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        known().ifPresent(sentence -> findings.add(Finding.remark(Severity.SERIOUS, sentence)));
        drift.ifPresent(found ->
                found.findings().forEach(sentence -> findings.add(Finding.remark(Severity.WARNING, sentence))));
        calibration().forEach(sentence -> findings.add(Finding.remark(Severity.WARNING, sentence)));
        gaps().forEach(sentence -> findings.add(Finding.remark(Severity.WARNING, sentence)));
        missing().forEach(sentence -> findings.add(Finding.remark(Severity.NOTE, sentence)));
        return findings;
    }

    private Optional<String> known() {
        if (recognised.images().isEmpty()) {
            return Optional.empty();
        }
        int more = recognised.images().size() - NAMED;
        String names =
                String.join(", ", recognised.images().stream().limit(NAMED).toList());
        return Optional.of(recognised.describe() + " The figures of all images flatter the model: " + names
                + (more > 0 ? " and " + Numbers.count(more) + " more" : "") + "."
                + recognised
                        .without()
                        .map(without -> " Take those without them and their groups: there the accuracy is "
                                + Numbers.percent(without.evaluation().accuracy())
                                + ".")
                        .orElse(" Without them and their groups nothing is left."));
    }

    private List<String> calibration() {
        List<String> sentences = new ArrayList<>();
        Figures.Estimate slope = images.recalibration().slope();
        Figures.Estimate large = images.recalibration().inTheLarge();
        if (large.interval().low() > 0 || large.interval().high() < 0) {
            sentences.add(String.format(
                    Locale.ROOT,
                    "Probabilities of “%s” are too %s on these images as a whole: calibration in the large %+.2f (%+.2f to"
                            + " %+.2f), 0 is right. Set thresholds anew, or recalibrate on some of these images.",
                    classNames.get(positiveClass),
                    large.value() > 0 ? "low" : "high",
                    large.value(),
                    large.interval().low(),
                    large.interval().high()));
        }
        if (slope.interval().low() > 1 || slope.interval().high() < 1) {
            sentences.add(String.format(
                    Locale.ROOT,
                    "Probabilities of “%s” are %s on these images: calibration slope %.2f (%.2f to %.2f), 1 is right.",
                    classNames.get(positiveClass),
                    slope.value() < 1 ? "too extreme" : "not extreme enough",
                    slope.value(),
                    slope.interval().low(),
                    slope.interval().high()));
        }
        return sentences;
    }

    private List<String> gaps() {
        List<String> sentences = new ArrayList<>();
        for (Subgroups.Column column : subgroups.columns()) {
            for (Subgroups.Subgroup value : column.values()) {
                for (Subgroups.Gap gap : value.gaps()) {
                    if (gap.clear()) {
                        sentences.add(sentence(column, value, gap));
                    }
                }
            }
        }
        return sentences;
    }

    private static String sentence(Subgroups.Column column, Subgroups.Subgroup value, Subgroups.Gap gap) {
        Metric metric = gap.metric();
        return String.format(
                Locale.ROOT,
                "Where %s is %s, %s is %s, by %s %s than elsewhere (adjusted p %s).",
                column.name(),
                value.value(),
                metric.title(),
                Numbers.text(metric, value.figures().value(metric)),
                Numbers.text(metric, Math.abs(gap.difference())),
                gap.difference() < 0 ? "less" : "more",
                Numbers.setting(gap.adjusted().orElseThrow()));
    }

    private List<String> missing() {
        List<String> sentences = new ArrayList<>();
        List<String> absent = IntStream.range(0, classNames.size())
                .filter(c -> data.perClass().get(c) == 0)
                .mapToObj(classNames::get)
                .toList();
        if (!absent.isEmpty()) {
            sentences.add("There is no image of " + String.join(", ", absent)
                    + ", so nothing is known of how these are found.");
        }
        groups.filter(each -> !each.mixed().isEmpty())
                .ifPresent(each -> sentences.add(Numbers.counted(each.mixed().size(), "group")
                        + " with images of several classes, " + each.mixed().get(0)
                        + " for example, are in the figures by image alone."));
        if (data.groups() > 0 && data.withoutGroup() > 0) {
            sentences.add(Numbers.counted(data.withoutGroup(), "image") + " of unknown group count as a group each.");
        }
        if (data.copies() > 0) {
            sentences.add(Numbers.counted(data.copies(), "file")
                    + " are equal to others: what is counted twice makes intervals too narrow.");
        }
        List<Integer> cases = groups.map(GroupAssessment::assessment)
                .orElse(images)
                .evaluation()
                .confusion()
                .actual();
        int positives = cases.get(positiveClass);
        int others = cases.stream().mapToInt(Integer::intValue).sum() - positives;
        if (Math.min(positives, others) < ENOUGH) {
            String kind = groups.isPresent() ? "groups" : "images";
            sentences.add("With " + positives + " positive and " + others + " other " + kind
                    + " the figures are unsure; at least " + ENOUGH + " of each are recommended for external images"
                    + " (Collins, Ogundimu and Altman 2016).");
        }
        return sentences;
    }
}
