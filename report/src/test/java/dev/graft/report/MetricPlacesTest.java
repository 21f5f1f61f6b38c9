package dev.graft.report;

import static dev.graft.report.Fixtures.CLASSES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.metrics.Metric;
import dev.graft.result.Figure;
import dev.graft.result.ResultFiles;
import dev.graft.result.ResultPictures;
import dev.graft.result.TrainingResult;
import dev.graft.search.Experiment;
import dev.graft.search.Measure;
import dev.graft.search.SearchFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every metric is in every place, in whatever it is defined to be in. */
class MetricPlacesTest {
    /** More than five classes, so that there is a top-5 accuracy. */
    private static final TrainingResult EIGHT = ManyClassesFixture.result(8, 5);

    private static final String PAGE = HtmlReport.render(EIGHT, ResultPictures.NONE);
    private static final String TWO_CLASSES = HtmlReport.render(Fixtures.healthy(), ResultPictures.NONE);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void isInTheResultWithItsInterval(Metric metric) throws IOException {
        ResultFiles files = new ResultFiles(folder);
        files.write(EIGHT);
        JsonNode test = new ObjectMapper().readTree(files.result().toFile()).get("test");
        JsonNode intervals = test.get("intervals");
        String id = metric.id();

        assertThat(test.get(id).asDouble()).isEqualTo(EIGHT.test().orElseThrow().value(metric));
        assertThat((metric.ofClasses() ? intervals.get("positive") : intervals).get(id))
                .isNotNull();
        for (JsonNode classes : List.of(test.get("classes"), intervals.get("classes"))) {
            assertThat(classes).allMatch(ofClass -> ofClass.has(id) == metric.ofClasses());
        }
        for (JsonNode mean :
                List.of(test.get("macro"), test.get("weighted"), intervals.get("macro"), intervals.get("weighted"))) {
            assertThat(mean.has(id)).isEqualTo(metric.averaged());
        }
        assertThat(test.at("/intervals/" + (metric.ofClasses() ? "positive/" : "") + id + "/low")
                        .isNumber())
                .as("an interval of figures that are neither 0 nor 1")
                .isTrue();
        assertThat(ResultFiles.read(files.result()).test()).isEqualTo(EIGHT.test());
    }

    @ParameterizedTest
    @EnumSource
    void isOnThePages(Metric metric) {
        assertThat(metric == Metric.TOP_FIVE_ACCURACY ? PAGE : TWO_CLASSES).contains(">" + metric.heading() + "<");
        assertThat(PAGE).contains(metric.ofClasses() ? ">" + metric.heading() + "</th>" : metric.heading());
        assertThat(Figure.of(CLASSES, 1).stream().map(Figure::metric).filter(metric::equals))
                .hasSize(metric == Metric.TOP_FIVE_ACCURACY ? 0 : 1);
    }

    @ParameterizedTest
    @EnumSource
    void isListedInTheDocumentation(Metric metric) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("../docs/trust.md"));
        List<String> line = lines.stream()
                .filter(l -> l.startsWith("| " + metric.title() + " ") && l.contains("| `" + metric.id() + "` |"))
                .toList();

        assertThat(line).as("a line of the table of figures").hasSize(1);
        assertThat(line.get(0).split("\\|")[3])
                .contains(metric.averaged() ? "means" : metric.ofClasses() ? "each class" : "all images");
        metric.goal()
                .ifPresentOrElse(
                        goal -> assertThat(line.get(0)).contains("| `" + new Measure(metric).name() + "`"),
                        () -> assertThat(line.get(0)).endsWith("| |"));
    }

    @Test
    void whatTrialsAreComparedByIsInTheSearchsFilesAndOnItsPage() throws IOException {
        Experiment experiment = ExperimentFixture.reference();
        SearchFiles files = new SearchFiles(folder);
        files.write(experiment.result());
        String columns = Files.readAllLines(files.trials()).get(0);
        String page = ExperimentFixture.page(experiment);

        for (Metric metric : Metric.values()) {
            boolean compared = metric.goal().isPresent();
            assertThat(columns.contains(",validation_" + metric.name().toLowerCase(Locale.ROOT) + ","))
                    .as(columns)
                    .isEqualTo(compared);
            assertThat(page.contains("\"" + metric.id() + "\":[")).isEqualTo(compared);
            assertThat(page.contains("\"label\":\"" + metric.heading() + "\"")).isEqualTo(compared);
        }
        assertThat(Metric.compared())
                .allMatch(metric -> Measure.of(new Measure(metric).name()).metric() == metric);
    }
}
