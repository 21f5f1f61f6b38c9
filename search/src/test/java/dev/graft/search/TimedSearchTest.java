package dev.graft.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.data.ImageDataset;
import dev.graft.error.GraftException;
import dev.graft.testkit.data.TinyPictures;
import dev.graft.train.EpochRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search that has so many minutes; each epoch takes one, by a clock that the test moves. */
class TimedSearchTest {
    private static final long MINUTE = 60_000_000_000L;

    private static final SearchSpace SPACE = SearchSpace.builder()
            .backbones("plain")
            .learningRates(0.1, 0.2, 0.3, 0.4)
            .epochs(4)
            .patiences(0)
            .repeats(2)
            .build();

    @TempDir
    static Path shared;

    private static ImageDataset images;

    @TempDir
    Path folder;

    private final PretendingExecutor executor = new PretendingExecutor();
    /** Begins anywhere: such clocks have no zero, and come round. */
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - MINUTE);

    private final SearchListener ticking = new SearchListener() {
        @Override
        public void epochFinished(Trial trial, EpochRecord epoch) {
            now.addAndGet(MINUTE);
        }
    };

    @BeforeAll
    static void draw() {
        images = TinyPictures.write(shared.resolve("pictures"), 12);
    }

    private GridSearch search() {
        return new GridSearch(SearchFixture.tools(), executor, SearchFixture.data(images))
                .space(SPACE)
                .clock(now::get)
                .listener(ticking);
    }

    private Map<TrialStatus, Long> statuses() {
        Ledger read = Ledger.read(folder);
        return read.trials().stream()
                .map(trial -> read.state(trial.address()).status())
                .collect(Collectors.groupingBy(status -> status, Collectors.counting()));
    }

    @Test
    void nothingNewBeginsAndWhatIsUnderWayPauses() {
        SearchResult cut = search().minutes(10).run(folder);

        assertThat(cut.cutShort()).hasValue(new CutShort(2, 8));
        assertThat(best().at("/cutShort")).hasToString("{\"done\":2,\"planned\":8}");
        assertThat(executor.runs).containsExactly("0.1/42", "0.1/43", "0.2/42", "0.2/43");
        // Two whole ones, two epochs of a third, and one of its neighbour.
        assertThat(statuses()).isEqualTo(Map.of(TrialStatus.DONE, 2L, TrialStatus.PAUSED, 2L, TrialStatus.WAITING, 4L));
        assertThat(cut.ranking()).hasSize(2);
        assertThat(cut.ranking().get(0).complete()).isTrue();
        assertThat(cut.winner().orElseThrow().mean()).isEqualTo(0.5);

        executor.runs.clear();
        SearchResult whole = search().minutes(1000).run(folder);
        assertThat(whole.cutShort()).isEmpty();
        assertThat(best().has("cutShort")).isFalse();
        assertThat(executor.runs).containsExactly("0.2/42", "0.2/43", "0.3/42", "0.3/43", "0.4/42", "0.4/43");
        assertThat(statuses()).isEqualTo(Map.of(TrialStatus.DONE, 8L));
    }

    private JsonNode best() {
        try {
            return new ObjectMapper().readTree(new SearchFiles(folder).best().toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of three configurations with two repeats; which ones is not known before. */
    @Test
    void ofASearchByTpeAllIsPlannedThatItMayStillChoose() {
        SearchResult cut =
                search().strategy(SearchStrategy.parzen(3, 1)).minutes(9).run(folder);

        assertThat(cut.trials()).hasSize(4);
        assertThat(cut.cutShort()).hasValue(new CutShort(2, 6));
    }

    @Test
    void whoEndsJustInTimeIsDone() {
        assertThat(search().minutes(32).run(folder).cutShort()).isEmpty();
        assertThat(search().minutes(1).run(folder).cutShort()).isEmpty();
    }

    @Test
    void aRungThatIsCutShortDropsNobody() {
        SearchStrategy halving = SearchStrategy.halving(2, 2);

        SearchResult cut = search().strategy(halving).minutes(7).run(folder);
        assertThat(cut.cutShort()).hasValue(new CutShort(0, 8));
        assertThat(search().trials().stream()
                        .map(trial ->
                                Ledger.read(folder).folderOf(trial.address()).resolve("checkpoint"))
                        .filter(Files::exists))
                .hasSize(4);
        search().strategy(halving).minutes(1000).run(folder);

        assertThat(executor.runs.subList(executor.runs.size() - 4, executor.runs.size()))
                .containsExactly("0.3/42", "0.3/43", "0.4/42", "0.4/43");
    }

    @Test
    void aSearchByTpeGoesOnToo() {
        List<String> together = new ArrayList<>();
        int cut = 0;
        while (search().strategy(SearchStrategy.parzen(3, 1))
                .minutes(5)
                .run(folder)
                .cutShort()
                .isPresent()) {
            cut++;
            together.addAll(executor.runs);
            executor.runs.clear();
        }
        together.addAll(executor.runs);

        assertThat(cut).isGreaterThan(2);
        assertThat(statuses()).isEqualTo(Map.of(TrialStatus.DONE, 6L));
        assertThat(together.stream().distinct()).hasSize(6);
    }

    /** Real trainings, with pauses and without, to the last bit. */
    @Test
    void trainingsPauseAtTheEndOfAnEpochAndEndWithEqualNumbers() {
        SearchSpace space = SearchSpace.builder()
                .backbones("tiny")
                .unfrozen("0", "2")
                .learningRates(0.01, 0.001)
                .epochs(3)
                .patiences(0)
                .batchSizes(6)
                .build();
        GridSearch whole =
                SearchFixture.search(images, SearchFixture.executor(folder)).space(space);
        whole.run(folder.resolve("whole"));
        Map<TrialAddress, List<Integer>> epochs = new HashMap<>();
        int calls = 0;
        boolean cut = true;
        while (cut) {
            calls++;
            cut = SearchFixture.search(images, SearchFixture.executor(folder))
                    .space(space)
                    .clock(now::get)
                    .minutes(2)
                    .listener(new SearchListener() {
                        @Override
                        public void epochFinished(Trial trial, EpochRecord epoch) {
                            now.addAndGet(MINUTE);
                            epochs.computeIfAbsent(trial.address(), key -> new ArrayList<>())
                                    .add(epoch.epoch());
                        }
                    })
                    .run(folder.resolve("parts"))
                    .cutShort()
                    .isPresent();
        }

        assertThat(calls).isGreaterThan(2);
        assertThat(epochs).hasSize(4);
        assertThat(epochs.values()).allSatisfy(each -> assertThat(each).containsExactly(1, 2, 3));
        assertThat(SearchFixture.numbers(folder.resolve("parts")))
                .isEqualTo(SearchFixture.numbers(folder.resolve("whole")));
    }

    @Test
    void noTimeIsRefused() {
        assertThatThrownBy(() -> search().minutes(0))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("above 0, found 0.0 minutes");
        assertThatThrownBy(() -> search().minutes(Double.NaN)).isInstanceOf(GraftException.class);
    }
}
