package dev.graft.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.ImageDataset;
import dev.graft.data.SplitFractions;
import dev.graft.error.GraftException;
import dev.graft.metrics.Prediction;
import dev.graft.testkit.data.TinyPictures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search by TPE in a ledger, with an executor that trains nothing. */
class ParzenSearchTest {
    private static final SearchSpace SPACE = SearchSpace.builder()
            .backbones("plain")
            .learningRates(
                    IntStream.rangeClosed(1, 40).mapToDouble(i -> i / 50.0).toArray())
            .epochs(4)
            .patiences(0)
            .build();

    @TempDir
    static Path shared;

    private static ImageDataset images;

    @TempDir
    Path folder;

    private final PretendingExecutor executor = new PretendingExecutor();

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @BeforeAll
    static void draw() {
        images = TinyPictures.write(shared.resolve("pictures"), 12);
    }

    private GridSearch search(TrialExecutor executor, int configurations) {
        return new GridSearch(SearchFixture.tools(), executor, SearchFixture.data(images))
                .space(SPACE)
                .strategy(SearchStrategy.parzen(configurations, 3));
    }

    private GridSearch search(int configurations) {
        return search(executor, configurations);
    }

    private List<String> ran() {
        return List.copyOf(executor.runs);
    }

    /** The result's own order must lead to each choice after the first ten. */
    private static void assertChosenByRank(GridSearch search, SearchResult result, List<Trial> chosen) {
        List<List<Trial>> all =
                SearchStrategy.parzen(1, 3).plan(search.trials()).configurations();
        List<TrialAddress> addresses =
                all.stream().map(repeats -> repeats.get(0).address()).toList();
        List<Integer> begun =
                chosen.stream().map(trial -> addresses.indexOf(trial.address())).toList();
        List<Integer> ranking = result.ranking().stream()
                .map(each -> addresses.indexOf(each.repeats().get(0).trial().address()))
                .toList();
        assertThat(begun.subList(0, 10))
                .isEqualTo(IntStream.range(0, 10).boxed().toList());
        ParzenChoice choice = new ParzenChoice(all);
        for (int i = 10; i < begun.size(); i++) {
            List<Integer> before = begun.subList(0, i);
            List<Integer> ranked = ranking.stream().filter(before::contains).toList();
            assertThat(choice.next(before, ranked)).hasValue(begun.get(i));
        }
    }

    private static List<Trial> firsts(Ledger ledger) {
        return Configurations.of(ledger.trials()).stream()
                .map(repeats -> repeats.get(0))
                .toList();
    }

    @Test
    void configurationsAreChosenByWhatCameOfThoseBefore() {
        SearchSpace twice = SPACE.with(builder -> builder.repeats(2));
        SearchResult result = search(12).space(twice).run(folder);

        assertThat(executor.runs).hasSize(24).doesNotHaveDuplicates();
        assertThat(result.trials()).hasSize(24);
        assertThat(result.ranking()).hasSize(12).allMatch(ConfigurationResult::complete);
        assertThat(result.cutShort()).isEmpty();
        assertThat(Ledger.read(folder).trials()).hasSize(24);
        assertChosenByRank(search(12).space(twice), result, firsts(Ledger.read(folder)));

        executor.runs.clear();
        assertThat(search(12).space(twice).run(folder)).isEqualTo(result);
        assertThat(executor.runs).isEmpty();
        assertThat(search(13).space(twice).run(folder).ranking()).hasSize(13);
        assertThat(executor.runs).hasSize(2);
    }

    @Test
    void aKilledSearchChoosesTheSame() {
        search(13).run(folder.resolve("whole"));
        List<String> whole = ran();
        executor.runs.clear();
        executor.before = jobs -> {
            if (executor.runs.size() % 3 == 0) {
                throw new Killed();
            }
        };

        int kills = 0;
        for (boolean over = false; !over; ) {
            try {
                search(13).run(folder.resolve("parts"));
                over = true;
            } catch (Killed e) {
                kills++;
            }
        }

        assertThat(kills).isGreaterThan(3);
        assertThat(ran().stream().distinct()).containsExactlyElementsOf(whole);
        assertThat(SearchFixture.numbers(folder.resolve("parts")).keySet())
                .containsExactlyElementsOf(
                        SearchFixture.numbers(folder.resolve("whole")).keySet());
    }

    @Test
    void itBeginsWithWhatWasRecommendedAndGoesOnSo() {
        SearchSpace space = SPACE.with(builder -> builder.backbones("tiny").unfrozen("0", "2"));
        PretrainedNetwork recommended =
                PretrainedNetwork.of(search(1).space(space).trials().get(40)).orElseThrow();
        assertThat(recommended.unfrozen()).isEqualTo(2);
        PretrainedNetwork worse =
                PretrainedNetwork.of(search(1).space(space).trials().get(0)).orElseThrow();
        SearchStrategy strategy = SearchStrategy.parzen(
                12, 3, List.of(new RankedNetwork(recommended, false), new RankedNetwork(worse, true)));
        executor.before = jobs -> {
            if (executor.runs.size() == 5) {
                throw new Killed();
            }
        };

        assertThatThrownBy(() -> search(12).space(space).strategy(strategy).run(folder))
                .isInstanceOf(Killed.class);
        SearchResult result = search(12).space(space).strategy(strategy).run(folder);

        List<Trial> chosen = firsts(Ledger.read(folder));
        assertThat(chosen).hasSize(12);
        assertThat(chosen.subList(0, 10))
                .allMatch(trial -> PretrainedNetwork.of(trial).orElseThrow().equals(recommended));
        assertThat(executor.runs.stream().distinct()).hasSize(12);
        assertThat(result.ranking()).hasSize(12);
        assertThat(strategy.describe()).endsWith("(TPE), the first ones as recommended, seed 3");
    }

    @Test
    void severalProcessesShareOneBudget() {
        PretendingExecutor other = new PretendingExecutor();
        executor.slots = 2;
        CompletableFuture<SearchResult> there =
                CompletableFuture.supplyAsync(() -> search(other, 14).run(folder));

        SearchResult here = search(14).run(folder);

        assertThat(here.ranking()).hasSize(14).allMatch(ConfigurationResult::complete);
        assertThat(there.join()).isEqualTo(here);
        List<String> all = new ArrayList<>(executor.runs);
        all.addAll(other.runs);
        assertThat(all).hasSize(14).doesNotHaveDuplicates();
    }

    @Test
    void whatAnotherSearchDidIsKnownAndNotChosenAgain() {
        search(1).strategy(SearchStrategy.random(11, 3)).run(folder);
        List<String> before = ran();
        executor.runs.clear();

        SearchResult result = search(2).run(folder);

        assertThat(executor.runs).hasSize(2).doesNotContainAnyElementsOf(before);
        assertThat(result.ranking()).hasSize(13);
    }

    @Test
    void whatFailsIsBadAndStopsNothing() {
        executor.before = jobs -> {
            if (PretendingExecutor.rate(jobs.get(0).trial()) > 0.5) {
                throw new GraftException("No memory.");
            }
        };

        SearchResult result = search(13).run(folder);

        assertThat(executor.runs).hasSize(13).doesNotHaveDuplicates();
        assertThat(result.failed()).isNotEmpty();
        assertThat(result.ranking()).hasSize(13 - result.failed().size());
        executor.before = jobs -> {};
        assertThat(search(13).retryFailed(true).run(folder).failed()).isEmpty();
    }

    @Test
    void aSpaceThatIsSmallerThanTheBudgetIsTriedAsAWhole() {
        SearchResult result = search(Integer.MAX_VALUE)
                .space(SPACE.with(builder -> builder.learningRates(0.1, 0.2, 0.3)))
                .run(folder);

        assertThat(executor.runs).hasSize(3);
        assertThat(result.cutShort()).isEmpty();
    }

    /** The first so many pictures are classified as they should be, more with a higher rate. */
    @Test
    void inFoldsTheFigureIsThatOfAllImages() {
        SearchData data = SearchData.ofFolds(images, new SplitFractions(0.5, 0.25, 0.25), 2, 1, 7);
        executor.result = (trial, epochs) -> {
            List<Prediction> test = data.division(trial).split().test().stream()
                    .map(i -> {
                        boolean right = i < 12 * PretendingExecutor.rate(trial);
                        int label = images.samples().get(i).label();
                        double first = right == (label == 0) ? 0.75 : 0.25;
                        return new Prediction(images.samples().get(i).name(), label, List.of(first, 1 - first));
                    })
                    .toList();
            return SyntheticLedger.result(epochs, test, test, List.of());
        };
        GridSearch search = new GridSearch(SearchFixture.tools(), executor, data)
                .space(SPACE)
                .strategy(SearchStrategy.parzen(12, 3));

        SearchResult result = search.run(folder);

        assertThat(executor.runs).hasSize(24);
        assertThat(result.ranking()).hasSize(12).allMatch(each -> each.repeats().size() == 2);
        assertChosenByRank(search, result, firsts(Ledger.read(folder)));
    }

    @Test
    void itSaysWhatItDoes() {
        assertThat(SearchStrategy.parzen(20, 3).describe())
                .isEqualTo("20 configurations chosen one by one by what came of those before (TPE), seed 3");
        assertThat(SearchStrategy.parzen(Integer.MAX_VALUE, 3).describe()).startsWith("configurations chosen");
        assertThatThrownBy(() -> SearchStrategy.parzen(0, 1)).hasMessageContaining("found 0");
    }
}
