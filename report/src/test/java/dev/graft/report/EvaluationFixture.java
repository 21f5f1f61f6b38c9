package dev.graft.report;

import dev.graft.data.PassedOver;
import dev.graft.data.UnreadableFile;
import dev.graft.evaluate.Assessment;
import dev.graft.evaluate.EvaluatedImages;
import dev.graft.evaluate.ExternalEvaluation;
import dev.graft.evaluate.GroupAssessment;
import dev.graft.evaluate.ModelComparison;
import dev.graft.evaluate.Recognised;
import dev.graft.metrics.Bootstrap;
import dev.graft.metrics.DeLongTest;
import dev.graft.metrics.GroupScore;
import dev.graft.metrics.McNemarTest;
import dev.graft.metrics.Prediction;
import dev.graft.metrics.Subgroups;
import dev.graft.model.InputDrift;
import dev.graft.model.InputProfile;
import dev.graft.provenance.Provenance;
import dev.graft.result.Finding;
import dev.graft.result.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** A made-up evaluation with everything on it. */
final class EvaluationFixture {
    private static final int GROUPS = 40;
    private static final int RESAMPLES = 99;

    private EvaluationFixture() {}

    static String page(ExternalEvaluation evaluation) {
        return Html.of(JteevaluationGenerated::render, new EvaluationPage(evaluation));
    }

    /** @param name in all names */
    static ExternalEvaluation evaluation(String name, int classes) {
        Map<String, String> groups = new HashMap<>();
        Map<String, String> sexes = new HashMap<>();
        List<Prediction> first = predictions(name, classes, 2.5, 1);
        List<Prediction> second = predictions(name, classes, 1.5, 2);
        for (int i = 0; i < first.size(); i++) {
            groups.put(first.get(i).image(), name + " group " + i / 3);
            if (i > 2) {
                sexes.put(first.get(i).image(), name + i / 3 % 3);
            }
        }
        Bootstrap bootstrap = new Bootstrap(RESAMPLES, 1, groups);
        Bootstrap alone = new Bootstrap(RESAMPLES, 1, Map.of());
        List<Prediction> grouped = GroupScore.MEAN_LOGIT.group(first, groups, 0).predictions();
        return new ExternalEvaluation(
                name,
                IntStream.range(0, classes).mapToObj(c -> name + c).toList(),
                0,
                new EvaluatedImages(
                        name,
                        name,
                        IntStream.range(0, classes)
                                .mapToObj(c -> (int) first.stream()
                                        .filter(p -> p.actual() == c)
                                        .count())
                                .toList(),
                        GROUPS,
                        2,
                        1,
                        List.of(new UnreadableFile(name, name)),
                        List.of(new PassedOver(PassedOver.Kind.NO_IMAGE, Optional.empty(), 3, name))),
                assessment(first, classes, bootstrap),
                Optional.of(new GroupAssessment(
                        GroupScore.MEAN_LOGIT, assessment(grouped, classes, alone), List.of(name), grouped)),
                Optional.of(new ModelComparison(
                        name,
                        DeLongTest.of(first, second, 0, bootstrap),
                        Optional.of(DeLongTest.of(first, second, 0, bootstrap)),
                        McNemarTest.of(first, second))),
                Subgroups.of(first, Map.of(name, sexes), classes, 0, bootstrap),
                Optional.of(new InputDrift(
                        120,
                        List.of(new InputDrift.Property(
                                "contrast", 40, 5, new InputProfile.Range(50, 5), -2, 0.1, 1, 0.1, 0.01)),
                        0,
                        1,
                        0)),
                new Recognised(
                        30,
                        List.of(first.get(0).image()),
                        Optional.of(assessment(first.subList(3, first.size()), classes, bootstrap))),
                List.of(Finding.remark(Severity.SERIOUS, name)),
                first,
                groups,
                new Provenance(Map.of(name, Map.of(name, List.of(name)))));
    }

    private static Assessment assessment(List<Prediction> predictions, int classes, Bootstrap bootstrap) {
        return Assessment.of(predictions, classes, 0, bootstrap, List.of(0.01, 0.5));
    }

    /** Three of each group. */
    private static List<Prediction> predictions(String name, int classes, double skill, long seed) {
        Random random = new Random(seed);
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < 3 * GROUPS; i++) {
            int actual = i / 3 % classes;
            double[] odds = IntStream.range(0, classes)
                    .mapToDouble(c -> Math.exp(random.nextGaussian() + (c == actual ? skill : 0)))
                    .toArray();
            double sum = IntStream.range(0, classes).mapToDouble(c -> odds[c]).sum();
            predictions.add(new Prediction(
                    name + "/" + i,
                    actual,
                    IntStream.range(0, classes).mapToObj(c -> odds[c] / sum).toList()));
        }
        return predictions;
    }
}
