package dev.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.DuplicateSet;
import dev.graft.data.PassedOver;
import dev.graft.data.UnreadableFile;
import dev.graft.evaluate.EvaluationSummary;
import dev.graft.graph.InputShape;
import dev.graft.image.RgbImage;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Figures;
import dev.graft.metrics.Interval;
import dev.graft.metrics.OperatingPoint;
import dev.graft.metrics.Prediction;
import dev.graft.model.Calibration;
import dev.graft.model.ModelDescription;
import dev.graft.preprocess.Preprocessing;
import dev.graft.provenance.Provenance;
import dev.graft.result.AugmentedSample;
import dev.graft.result.ContactSheet;
import dev.graft.result.CrossValidationResult;
import dev.graft.result.ExplainedImage;
import dev.graft.result.Finding;
import dev.graft.result.PartSummary;
import dev.graft.result.ResultPictures;
import dev.graft.result.SampleImage;
import dev.graft.result.Severity;
import dev.graft.result.TrainingResult;
import dev.graft.search.Measure;
import dev.graft.train.EpochRecord;
import dev.graft.train.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names and sentences that want to be markup are text: a page has the elements and attributes that it has with harmless ones. */
class HostileTextTest {
    private static final String HOSTILE =
            "\"><script>alert(1)</script><!-- 'x' onerror=\"alert(2)\" ' onload='alert(3) &lt; {{title}} ${1} $1 \\";

    private static final String HARMLESS = "harmless";
    private static final RgbImage IMAGE = new RgbImage(3, 2, new byte[18]);

    private static final Pattern RAW = Pattern.compile("(?s)(<(script|style)[^>]*>).*?</\\2>");
    private static final Pattern TAG =
            Pattern.compile("<(/?[a-zA-Z][a-zA-Z0-9]*|!DOCTYPE html)((?:\\s+[a-zA-Z-]+(?:=\"[^\"<]*\")?)*)\\s*/?>");

    @TempDir
    Path folder;

    @Test
    void ofATraining() {
        holds(name -> training(name, 3));
    }

    @Test
    void ofATrainingOnManyClasses() {
        holds(name -> training(name, 30));
    }

    @Test
    void ofAnExperiment() {
        holds(name -> ExperimentFixture.page(ExperimentFixture.hostile(name)));
    }

    @Test
    void ofAnExperimentInFolds() {
        holds(name -> ExperimentReport.render(FoldExperimentFixture.of(name, Measure.ACCURACY), Set.of()));
    }

    @Test
    void ofACrossValidation() {
        holds(name -> {
            TrainingResult result = result(name, 3);
            TrainingResult other = result.with(result.testPredictions(), result.validationPredictions());
            new PageWriter().write(CrossValidationResult.of(List.of(result, other), Map.of()), folder);
            try {
                return Files.readString(folder.resolve(PageWriter.REPORT));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void ofAnEvaluation() {
        for (int classes : List.of(2, 3, 30)) {
            holds(name -> EvaluationFixture.page(EvaluationFixture.evaluation(name, classes)));
        }
    }

    @Test
    void ofAModelCard() {
        holds(name -> new ModelCard(
                        new ModelDescription(
                                name,
                                name,
                                new InputShape(3, 8, 8),
                                Preprocessing.NONE,
                                name,
                                List.of(name + 0, name + 1, name + 2),
                                5,
                                List.of(),
                                List.of()),
                        7,
                        new Provenance(Map.of(name, Map.of(name, name))),
                        new Calibration(1, 0),
                        Optional.empty(),
                        Optional.of(result(name, 3)),
                        List.of(new EvaluationSummary(
                                name,
                                4,
                                true,
                                1,
                                new Figures.Estimate(0.5, Interval.UNKNOWN),
                                new Figures.Estimate(0.5, Interval.UNKNOWN),
                                name)))
                .html());
    }

    @Test
    void ofAContactSheet() {
        holds(name -> new ContactPage(new ContactSheet(
                        name,
                        name,
                        List.of(new ContactSheet.Group(
                                name, List.of(new AugmentedSample(name, IMAGE, List.of(IMAGE))))),
                        name))
                .html());
    }

    private static void holds(Function<String, String> page) {
        String hostile = page.apply(HOSTILE);

        assertThat(elements(hostile)).isEqualTo(elements(page.apply(HARMLESS)));
        assertThat(RAW.matcher(hostile).replaceAll("$1"))
                .doesNotContain("<script>alert")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "{{title}} ${1} $1 \\");
    }

    /** Every tag with the names of its attributes. */
    private static List<String> elements(String page) {
        String marked = RAW.matcher(page).replaceAll(found -> found.group(1).replace("$", ""));
        List<String> elements = TAG.matcher(marked)
                .results()
                .map(tag -> tag.group(1) + names(tag))
                .toList();
        assertThat(TAG.matcher(marked).replaceAll("")).doesNotContain("<");
        return elements;
    }

    private static String names(MatchResult tag) {
        return tag.group(2).replaceAll("=\"[^\"]*\"", "").replaceAll("\\s+", " ");
    }

    private static String training(String name, int classes) {
        TrainingResult result = result(name, classes);
        List<SampleImage> samples = result.testPredictions().stream()
                .map(p -> new SampleImage(p.image(), IMAGE, p))
                .toList();
        return HtmlReport.render(
                result,
                new ResultPictures(
                        samples,
                        List.of(new AugmentedSample(name, IMAGE, List.of(IMAGE))),
                        result.testPredictions().stream()
                                .limit(4)
                                .map(p -> new ExplainedImage(p, IMAGE, IMAGE))
                                .toList()));
    }

    private static TrainingResult result(String name, int classes) {
        List<Prediction> validation = predictions(name + "/validation", classes);
        List<Prediction> test = predictions(name + "/test", classes);
        OperatingPoint point = Fixtures.healthy().thresholds().get(0);
        return new TrainingResult(
                name,
                IntStream.range(0, classes).mapToObj(c -> name + c).toList(),
                0,
                Stream.of("train", "validation", "test")
                        .map(part -> new PartSummary(
                                part,
                                IntStream.range(0, classes)
                                        .map(c -> c + 1)
                                        .boxed()
                                        .toList(),
                                -1))
                        .toList(),
                List.of(name),
                List.of(name),
                List.of(new UnreadableFile(name, name)),
                new History(List.of(new EpochRecord(1, 1, 0.5, 0.5, 0.5, 0.5, 0.1, 1))),
                Evaluation.of(validation, classes, 0),
                Optional.of(Evaluation.of(test, classes, 0)),
                validation,
                test,
                List.of(Finding.remark(Severity.NOTE, name)),
                Optional.of(Fixtures.facts(10, 5, 3)),
                new Provenance(Map.of(name, Map.of(name, List.of(name)))),
                List.of(new OperatingPoint(name, point.threshold(), point.validation(), point.test())),
                List.of(new DuplicateSet(true, List.of(name, name), List.of(name))),
                Optional.empty(),
                Optional.empty(),
                List.of(new PassedOver(PassedOver.Kind.NO_IMAGE, Optional.empty(), 3, name)),
                Optional.empty());
    }

    /** Two of each class, of which one is taken for the next class. */
    private static List<Prediction> predictions(String name, int classes) {
        return IntStream.range(0, 2 * classes)
                .mapToObj(i -> new Prediction(
                        name + i,
                        i / 2,
                        IntStream.range(0, classes)
                                .mapToObj(c -> c == (i / 2 + i % 2) % classes ? 1.0 : 0.0)
                                .toList()))
                .toList();
    }
}
