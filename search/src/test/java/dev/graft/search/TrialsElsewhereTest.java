package dev.graft.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.ImageDataset;
import dev.graft.data.ImageSample;
import dev.graft.data.SplitFractions;
import dev.graft.error.GraftException;
import dev.graft.result.ResultFiles;
import dev.graft.result.TrainingResult;
import dev.graft.testkit.data.TinyPictures;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What another process needs to run trials, and what it gives back. */
class TrialsElsewhereTest {
    private final TrialJson json = new TrialJson();

    @Test
    void aTrialComesBackEqual() {
        List<Trial> trials =
                new TrialResolver(SearchFixture.tools()).resolve(SearchFixture.SPACE.cells(), SyntheticLedger.CONTEXT);

        assertThat(trials.stream().map(json::write).map(json::read)).isEqualTo(trials);
    }

    @Test
    void whatIsNoTrialIsRefused() {
        for (String text : List.of("{}", "null", "[", "1")) {
            assertThatThrownBy(() -> json.read(text))
                    .isInstanceOf(GraftException.class)
                    .hasMessageContaining("Found no Trial");
        }
    }

    /** Splits keep images that look alike together, which nobody could do again without their looks. */
    @Test
    void dataComeBackWithTheirDivisionsButWithoutLooks(@TempDir Path folder) {
        ImageDataset images = TinyPictures.write(folder, 24);
        SearchData data = SearchData.ofFolds(images, new SplitFractions(0.5, 0.25, 0.25), 3, 2, 7)
                .withPositiveClass("healthy");

        SearchData back = PackedSearchData.of(data).unpack(Optional.empty());

        assertThat(back.divisions()).isEqualTo(data.divisions());
        assertThat(back.positiveClass()).isEqualTo(data.positiveClass());
        assertThat(back.context("any")).isEqualTo(data.context("any"));
        assertThat(back.images().samples())
                .allMatch(sample -> sample.fingerprint().isEmpty());
        assertThat(back.images().samples().stream().map(ImageSample::path))
                .isEqualTo(images.samples().stream().map(ImageSample::path).toList());
    }

    /** The same numbers, and the result says the same of its split. */
    @Test
    void aTrialOnSuchDataHasTheSameResult(@TempDir Path folder) {
        ImageDataset images = TinyPictures.write(folder.resolve("pictures"), 24);
        SearchData data = SearchFixture.data(images);
        LocalTrialExecutor executor = SearchFixture.executor(folder);
        SearchSpace one = SearchSpace.builder()
                .backbones("plain")
                .unfrozen("1")
                .learningRates(0.01)
                .epochs(2)
                .batchSizes(6)
                .build();

        new GridSearch(SearchFixture.tools(), executor, data).space(one).run(folder.resolve("here"));
        new GridSearch(
                        SearchFixture.tools(),
                        executor,
                        PackedSearchData.of(data).unpack(Optional.empty()))
                .space(one)
                .run(folder.resolve("there"));

        assertThat(SearchFixture.numbers(folder.resolve("there")))
                .isEqualTo(SearchFixture.numbers(folder.resolve("here")));
        assertThat(result(folder.resolve("there")).provenance().sections().get("settings"))
                .isEqualTo(
                        result(folder.resolve("here")).provenance().sections().get("settings"));
        assertThat(result(folder.resolve("there")).splitGuarantees())
                .isEqualTo(result(folder.resolve("here")).splitGuarantees());
    }

    private static TrainingResult result(Path ledger) {
        Ledger read = Ledger.read(ledger);
        return read.result(read.trials().get(0).address());
    }

    @Test
    void aResultComesBackEqual() {
        TrainingResult result = SyntheticLedger.result(List.of(
                SyntheticLedger.epoch(1, Double.NaN, 0.5), SyntheticLedger.epoch(2, Double.POSITIVE_INFINITY, 1)));

        assertThat(ResultFiles.decode(ResultFiles.encode(result))).isEqualTo(result);
        assertThatThrownBy(() -> ResultFiles.decode(new byte[] {'{', '}'})).isInstanceOf(GraftException.class);
    }

    @Test
    void groupsAreNoLargerThanAsked() {
        TrialArrangement arrangement =
                new TrialArrangement(SearchFixture.tools().backbones());
        List<Trial> trials = SyntheticLedger.trials(40);

        for (int most : new int[] {1, 3, TrialArrangement.MOST_TOGETHER}) {
            List<TrialGroup> groups = arrangement.groups(trials, most);
            assertThat(groups).allSatisfy(group -> assertThat(group.trials()).hasSizeBetween(1, most));
            Set<Trial> all =
                    groups.stream().flatMap(group -> group.trials().stream()).collect(Collectors.toSet());
            assertThat(all).hasSameElementsAs(trials);
            assertThat(groups.stream().mapToInt(group -> group.trials().size()).sum())
                    .isEqualTo(trials.size());
        }
    }
}
