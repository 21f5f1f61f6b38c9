package dev.graft.report;

import dev.graft.data.PassedOver;
import dev.graft.data.UnreadableFile;
import dev.graft.evaluate.EvaluatedImages;
import dev.graft.evaluate.ExternalEvaluation;
import dev.graft.metrics.Evaluation;
import dev.graft.report.Table.Row;
import dev.graft.result.ManyClasses;
import dev.graft.result.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What was evaluated, by the names that CLAIM (Tejani and others, Radiology: Artificial Intelligence 2024) and TRIPOD+AI
 * (Collins and others, BMJ 2024) have for what a report should say.
 */
record EvaluationData(ExternalEvaluation evaluation) {
    private static final String BOTH = "CLAIM, TRIPOD+AI";

    /** What is asked for, by which of the two, and what is known. */
    List<Row> rows() {
        EvaluatedImages data = evaluation.data();
        List<Row> rows = new ArrayList<>();
        rows.add(Table.row("Data sources", BOTH, data.source() + ", manifest hash " + data.manifestHash()));
        rows.add(Table.row("Sample size", BOTH, sampleSize(data)));
        rows.add(Table.row("Classes", BOTH, classes(data)));
        rows.add(Table.row("Prevalence of “" + evaluation.positive() + "”", "TRIPOD+AI", prevalence()));
        rows.add(Table.row("Missing data", BOTH, missing(data)));
        rows.add(Table.row(
                "Overlap with the training data",
                "CLAIM",
                evaluation.recognised().describe()));
        rows.add(Table.row(
                "Differences from the training data",
                "TRIPOD+AI",
                evaluation
                        .drift()
                        .map(drift -> drift.findings().isEmpty()
                                ? "none is clear, see Drift below"
                                : "see Findings, and Drift below")
                        .orElse("the model's file does not say what its training images look like")));
        rows.add(Table.row(
                "Subgroups",
                BOTH,
                evaluation.subgroups().columns().isEmpty()
                        ? "none were asked for"
                        : evaluation.subgroups().columns().stream()
                                .map(column -> column.name())
                                .collect(Collectors.joining(", "))));
        rows.add(Table.row(
                "To be said by hand",
                BOTH,
                "dates and setting, eligibility, how the labels came about (reference standard), how images were acquired"
                        + " and de-identified"));
        return rows;
    }

    private static String sampleSize(EvaluatedImages data) {
        return Numbers.counted(data.images(), "image")
                + (data.groups() > 0 ? " of " + Numbers.counted(data.groups(), "group") : ", groups unknown");
    }

    private String classes(EvaluatedImages data) {
        return ManyClasses.are(evaluation.classNames())
                ? Numbers.count(data.perClass().stream().filter(n -> n > 0).count()) + " of "
                        + Numbers.count(evaluation.classNames().size()) + " have images"
                : IntStream.range(0, evaluation.classNames().size())
                        .mapToObj(c -> evaluation.classNames().get(c) + " "
                                + Numbers.count(data.perClass().get(c)))
                        .collect(Collectors.joining(", "));
    }

    private String prevalence() {
        String ofImages = share(evaluation.images().evaluation()) + " of images";
        return evaluation
                .groups()
                .map(groups -> share(groups.assessment().evaluation()) + " of groups, " + ofImages)
                .orElse(ofImages);
    }

    private String share(Evaluation shown) {
        return Numbers.percent((double) shown.confusion().actual().get(evaluation.positiveClass()) / shown.images());
    }

    private String missing(EvaluatedImages data) {
        List<String> missing = new ArrayList<>();
        if (!data.unreadable().isEmpty()) {
            missing.add(Numbers.counted(data.unreadable().size(), "unreadable file") + " left out");
        }
        if (data.groups() > 0 && data.withoutGroup() > 0) {
            missing.add("group of " + Numbers.counted(data.withoutGroup(), "image") + " unknown");
        }
        evaluation.subgroups().columns().stream()
                .filter(column -> column.unknown() > 0)
                .forEach(column ->
                        missing.add(column.name() + " of " + Numbers.counted(column.unknown(), "image") + " unknown"));
        return missing.isEmpty() ? "none" : String.join("; ", missing);
    }

    /** What took no part. */
    List<String> leftOut() {
        List<String> sentences = new ArrayList<>();
        for (UnreadableFile file : evaluation.data().unreadable()) {
            sentences.add(file.name() + ": " + file.reason());
        }
        evaluation.data().passedOver().stream().map(PassedOver::describe).forEach(sentences::add);
        return sentences;
    }
}
