package dev.graft.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.ImageDataset;
import dev.graft.data.SplitFractions;
import dev.graft.error.GraftException;
import dev.graft.metrics.Prediction;
import dev.graft.testkit.data.TinyPictures;
import dev.graft.train.EpochRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search by BOHB in a ledger, with an executor that trains nothing. */
class BohbSearchTest {
    private static final int CONFIGURATIONS = 25;

    private static final SearchSpace SPACE = SearchSpace.builder()
            .backbones("plain")
            .learningRates(IntStream.rangeClosed(1, CONFIGURATIONS)
                    .mapToDouble(i -> i / 50.0)
                    .toArray())
            .epochs(9)
            .patiences(0)
            .build();

    /** Of 9, 5 and 3 configurations, and again of 8. */
    private static final SearchStrategy BOHB = SearchStrategy.bohb(Integer.MAX_VALUE, 1, 3, 3);

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
        search(judging(new PretendingExecutor())).run(shared.resolve("whole"));
    }

    /** Of 25 pictures so many are right as the rate says. */
    private static PretendingExecutor judging(PretendingExecutor executor) {
        executor.result = (trial, epochs) -> SyntheticLedger.result(
                epochs,
                IntStream.range(0, CONFIGURATIONS)
                        .mapToObj(i -> {
                            double first = i < 50 * PretendingExecutor.rate(trial) ? 0.75 : 0.25;
                            return new Prediction(i + ".png", 0, List.of(first, 1 - first));
                        })
                        .toList(),
                List.of(),
                List.of());
        return executor;
    }

    @BeforeEach
    void judge() {
        judging(executor);
    }

    private static GridSearch search(TrialExecutor executor) {
        return new GridSearch(SearchFixture.tools(), executor, SearchFixture.data(images))
                .space(SPACE)
                .strategy(BOHB);
    }

    private List<List<Trial>> chosen(Path ledger) {
        Ledger read = Ledger.read(ledger);
        return read.choices(BOHB.plan(search(executor).trials()).name(), 0);
    }

    /** Of each bracket what a {@link ParzenChoice} says by the ledger of those before. */
    private void assertChosenByTheLargestRung(SearchPlan plan, SearchResult result) {
        List<TrialAddress> addresses = plan.configurations().stream()
                .map(repeats -> repeats.get(0).address())
                .toList();
        List<Integer> chosen = Ledger.read(folder).choices(plan.name(), 0).stream()
                .map(repeats -> addresses.indexOf(repeats.get(0).address()))
                .toList();
        ParzenChoice choice = new ParzenChoice(plan.configurations());
        int start = 0;
        for (Bracket bracket : plan.brackets()) {
            List<Integer> before = chosen.subList(0, start);
            List<Integer> known = known(plan, result, before);
            for (int i = start; i < start + bracket.configurations(); i++) {
                List<Integer> ranked = i % 3 == 2 ? List.of() : known;
                assertThat(choice.next(chosen.subList(0, i), ranked)).hasValue(chosen.get(i));
            }
            start += bracket.configurations();
        }
        assertThat(chosen).hasSize(start).doesNotHaveDuplicates();
    }

    private static List<Integer> known(SearchPlan plan, SearchResult result, List<Integer> before) {
        for (OptionalInt epochs : List.of(OptionalInt.empty(), OptionalInt.of(3), OptionalInt.of(1))) {
            List<Integer> there = before.stream()
                    .filter(i -> plan.configurations().get(i).stream()
                            .allMatch(trial -> result.state(trial).epochs() >= epochs.orElse(9)))
                    .sorted(Comparator.comparingDouble(i -> -PretendingExecutor.rate(
                            plan.configurations().get(i).get(0))))
                    .toList();
            if (there.size() >= 10) {
                return there;
            }
        }
        return List.of();
    }

    @Test
    void configurationsAreChosenBracketByBracketByTheLargestRungWithTenOfThem() {
        SearchSpace twice = SPACE.with(builder -> builder.repeats(2));
        SearchResult result = search(executor).space(twice).run(folder);

        SearchPlan plan = BOHB.plan(search(executor).space(twice).trials());
        assertThat(plan.brackets()).extracting(Bracket::configurations).containsExactly(9, 5, 3, 8);
        assertChosenByTheLargestRung(plan, result);
        assertThat(result.trials()).hasSize(2 * CONFIGURATIONS);
        assertThat(result.cutShort()).isEmpty();
        assertThat(result.winner().orElseThrow().mean()).isEqualTo(1);
        // A bracket's configurations are begun together, each to the first rung alone.
        assertThat(executor.runs.subList(0, 18)).allMatch(run -> run.endsWith(" until 1"));
        assertThat(executor.runs).doesNotHaveDuplicates();

        executor.runs.clear();
        assertThat(search(executor).space(twice).run(folder)).isEqualTo(result);
        assertThat(executor.runs).isEmpty();
    }

    /** Nothing is under way when choices are made, so how many work makes no difference. */
    @Test
    void slotsAndProcessesChooseTheSame() {
        executor.slots = 3;
        search(executor).run(folder.resolve("three"));
        PretendingExecutor other = judging(new PretendingExecutor());
        CompletableFuture<SearchResult> there =
                CompletableFuture.supplyAsync(() -> search(other).run(folder.resolve("both")));
        SearchResult here = search(executor).run(folder.resolve("both"));

        assertThat(there.join()).isEqualTo(here);
        for (String several : List.of("three", "both")) {
            assertThat(chosen(folder.resolve(several))).isEqualTo(chosen(shared.resolve("whole")));
            assertThat(SearchFixture.numbers(folder.resolve(several)))
                    .isEqualTo(SearchFixture.numbers(shared.resolve("whole")));
        }
    }

    @Test
    void aKilledSearchEndsTheSame() {
        executor.before = jobs -> {
            if (executor.runs.size() % 7 == 0) {
                throw new Killed();
            }
        };

        int kills = 0;
        for (boolean over = false; !over; ) {
            try {
                search(executor).run(folder.resolve("parts"));
                over = true;
            } catch (Killed e) {
                kills++;
            }
        }

        assertThat(kills).isGreaterThan(3);
        assertThat(chosen(folder.resolve("parts"))).isEqualTo(chosen(shared.resolve("whole")));
        assertThat(SearchFixture.numbers(folder.resolve("parts")))
                .isEqualTo(SearchFixture.numbers(shared.resolve("whole")));
    }

    /** Each epoch takes a minute. */
    @Test
    void aSearchThatIsCutShortGoesOnAndEndsTheSame() {
        AtomicLong now = new AtomicLong();
        SearchListener ticking = new SearchListener() {
            @Override
            public void epochFinished(Trial trial, EpochRecord epoch) {
                now.addAndGet(60_000_000_000L);
            }
        };

        int cut = 0;
        while (search(executor)
                .clock(now::get)
                .listener(ticking)
                .minutes(25)
                .run(folder.resolve("parts"))
                .cutShort()
                .isPresent()) {
            cut++;
        }

        assertThat(cut).isGreaterThan(2);
        assertThat(chosen(folder.resolve("parts"))).isEqualTo(chosen(shared.resolve("whole")));
        assertThat(SearchFixture.numbers(folder.resolve("parts")))
                .isEqualTo(SearchFixture.numbers(shared.resolve("whole")));
    }

    /** What fails after a rung was as good there as it was, also for who asks later. */
    @Test
    void whatFailsStopsNothingAndChangesNoEarlierChoice() {
        executor.before = jobs -> {
            if (jobs.get(0).epochLimit().isEmpty()
                    && PretendingExecutor.rate(jobs.get(0).trial()) > 0.3) {
                throw new GraftException("No memory.");
            }
        };
        SearchResult result = search(executor).run(folder);
        List<List<Trial>> before = chosen(folder);
        assertThat(result.failed()).isNotEmpty();
        assertThat(before).hasSize(CONFIGURATIONS);

        executor.runs.clear();
        assertThat(search(executor).run(folder)).isEqualTo(result);
        assertThat(executor.runs).isEmpty();
        assertThat(chosen(folder)).isEqualTo(before);
    }

    @Test
    void soManyStartAndMoreAnotherDay() {
        search(executor).strategy(SearchStrategy.bohb(17, 1, 3, 3)).run(folder);
        assertThat(chosen(folder)).hasSize(17);

        SearchResult result = search(executor).run(folder);

        assertThat(chosen(folder)).isEqualTo(chosen(shared.resolve("whole")));
        assertThat(result.trials()).hasSize(CONFIGURATIONS);
    }

    @Test
    void whatAnotherSearchDidIsNotChosenAgain() {
        search(executor).strategy(SearchStrategy.parzen(11, 3)).run(folder);
        List<String> before = List.copyOf(executor.runs);
        executor.runs.clear();

        search(executor).strategy(SearchStrategy.bohb(9, 1, 3, 3)).run(folder);

        assertThat(executor.runs.subList(0, 9)).allMatch(run -> run.endsWith(" until 1"));
        assertThat(executor.runs).doesNotContainAnyElementsOf(before);
    }

    /** The first so many pictures are classified as they should be, more with a higher rate. */
    @Test
    void inFoldsTheFigureAtTheEndIsThatOfAllImages() {
        SearchData data = SearchData.ofFolds(images, new SplitFractions(0.5, 0.25, 0.25), 2, 1, 7);
        executor.result = (trial, epochs) -> {
            List<Prediction> test = data.division(trial).split().test().stream()
                    .map(i -> {
                        boolean right = i < 15 * PretendingExecutor.rate(trial);
                        int label = images.samples().get(i).label();
                        double sure = 0.5 + PretendingExecutor.rate(trial) / 4;
                        double first = right == (label == 0) ? sure : 1 - sure;
                        return new Prediction(images.samples().get(i).name(), label, List.of(first, 1 - first));
                    })
                    .toList();
            return SyntheticLedger.result(epochs, test, test, List.of());
        };
        GridSearch search = new GridSearch(SearchFixture.tools(), executor, data)
                .space(SPACE)
                .strategy(BOHB);

        SearchResult result = search.run(folder);

        List<ConfigurationResult> complete =
                result.ranking().stream().filter(ConfigurationResult::complete).toList();
        assertThat(complete).isNotEmpty().allMatch(each -> each.repeats().size() == 2);
        assertThat(result.trials()).hasSize(2 * CONFIGURATIONS);
        assertThat(result.selection()).isPresent();
        List<Trial> trials = new ArrayList<>(search.trials());
        assertThat(BOHB.plan(trials).dropping(2)).isEqualTo(BOHB.plan(trials));
    }

    @Test
    void itBeginsWithWhatWasRecommended() {
        SearchSpace space = SPACE.with(builder -> builder.backbones("tiny").unfrozen("0", "2"));
        List<Trial> trials = search(executor).space(space).trials();
        PretrainedNetwork worse = PretrainedNetwork.of(trials.get(0)).orElseThrow();
        PretrainedNetwork recommended =
                PretrainedNetwork.of(trials.get(CONFIGURATIONS)).orElseThrow();
        assertThat(recommended.unfrozen()).isEqualTo(2);
        SearchStrategy strategy = SearchStrategy.bohb(
                12, 1, 3, 3, List.of(new RankedNetwork(recommended, false), new RankedNetwork(worse, true)));

        SearchPlan plan = strategy.plan(trials);

        assertThat(plan.configurations().subList(0, 10))
                .allMatch(repeats ->
                        PretrainedNetwork.of(repeats.get(0)).orElseThrow().equals(recommended));
        assertThat(plan.brackets()).extracting(Bracket::configurations).containsExactly(9, 3);
        assertThat(strategy.describe())
                .contains("(BOHB), the first ones as recommended, in brackets of Hyperband from 1");
    }

    @Test
    void itSaysWhatItDoes() {
        assertThat(BOHB.describe())
                .isEqualTo(
                        "configurations chosen bracket by bracket by what came of those before (BOHB), in brackets of"
                                + " Hyperband from 1 epochs, one in 3 goes on, seed 3");
        assertThat(SearchStrategy.bohb(20, 1, 3, 3).describe()).startsWith("20 configurations chosen");
        assertThatThrownBy(() -> SearchStrategy.bohb(0, 1, 3, 3)).hasMessageContaining("found 0");
        assertThatThrownBy(() -> SearchStrategy.bohb(9, 1, 1, 3)).hasMessageContaining("one in 1");
    }
}
