package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class KFoldPropertyTest {
    /** An image by class, group (0 is none) and content. */
    private record Image(int label, int group, int content) {}

    @Provide
    Arbitrary<ImageDataset> datasets() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 30),
                        Arbitraries.integers().between(0, 400))
                .as(Image::new)
                .list()
                .ofMinSize(40)
                .ofMaxSize(150)
                .map(images -> {
                    SampleSets sets = new SampleSets("a", "b", "c");
                    images.forEach(image -> sets.add(
                            image.label(), image.group() == 0 ? null : "g" + image.group(), "hash" + image.content()));
                    return sets.dataset();
                });
    }

    private static List<Split> split(ImageDataset dataset, int folds, long seed) {
        try {
            return new KFold(folds, 0.15, seed).split(dataset);
        } catch (GraftException impossible) {
            Assume.that(false);
            throw impossible;
        }
    }

    @Property(tries = 100)
    void everyImageIsTestedOnceAndEachSplitIsWhole(
            @ForAll("datasets") ImageDataset dataset,
            @ForAll @IntRange(min = 2, max = 6) int folds,
            @ForAll long seed) {
        List<Split> splits = split(dataset, folds, seed);
        int all = dataset.samples().size();

        assertThat(splits).hasSize(folds);
        assertThat(splits.stream().flatMap(s -> s.test().stream()).toList())
                .doesNotHaveDuplicates()
                .hasSize(all);
        for (Split split : splits) {
            List<Integer> whole = new ArrayList<>(split.train());
            whole.addAll(split.validation());
            whole.addAll(split.test());
            assertThat(whole).doesNotHaveDuplicates().hasSize(all);
            assertThat(List.of(split.train(), split.validation(), split.test())).noneMatch(List::isEmpty);
        }
    }

    @Property(tries = 100)
    void groupsAndCopiesAreNeverOnBothSides(
            @ForAll("datasets") ImageDataset dataset,
            @ForAll @IntRange(min = 2, max = 6) int folds,
            @ForAll long seed) {
        for (Split split : split(dataset, folds, seed)) {
            Map<String, Integer> partOf = new HashMap<>();
            List<List<Integer>> parts = List.of(split.train(), split.validation(), split.test());
            for (int part = 0; part < 3; part++) {
                for (int i : parts.get(part)) {
                    ImageSample sample = dataset.samples().get(i);
                    List<String> keys = new ArrayList<>(List.of(sample.contentHash()));
                    sample.group().ifPresent(keys::add);
                    for (String key : keys) {
                        assertThat(partOf.merge(key, part, (old, now) -> old)).isEqualTo(part);
                    }
                }
            }
        }
    }

    @Property(tries = 50)
    void everyClassIsLearntAndValidatedAndSeedsDecide(@ForAll("datasets") ImageDataset dataset, @ForAll long seed) {
        List<Split> splits = split(dataset, 4, seed);
        for (Split split : splits) {
            for (List<Integer> part : List.of(split.train(), split.validation())) {
                Set<Integer> labels = new HashSet<>();
                part.forEach(i -> labels.add(dataset.samples().get(i).label()));
                assertThat(labels).hasSize(3);
            }
        }
        assertThat(split(dataset, 4, seed)).isEqualTo(splits);
    }

    @Example
    void foldsHoldTheirShareOfEachClass() {
        SampleSets sets = new SampleSets("normal", "stroke");
        for (int patient = 0; patient < 60; patient++) {
            sets.add(patient % 3 == 0 ? 1 : 0, "p" + patient, 4);
        }
        ImageDataset dataset = sets.dataset();
        for (Split split : new KFold(5, 0.2, 1).split(dataset)) {
            assertThat(List.of(
                            split.train().size(),
                            split.validation().size(),
                            split.test().size()))
                    .containsExactly(144, 48, 48);
            assertThat(split.test().stream()
                            .filter(i -> dataset.samples().get(i).label() == 1)
                            .count())
                    .isEqualTo(16);
            assertThat(split.guarantees()).anyMatch(s -> s.matches("Fold \\d of 5: .*exactly one fold\\."));
        }
    }

    @Example
    void saysWhatItCannotDo() {
        ImageDataset few =
                new SampleSets("a", "b").add(0, "x", 9).add(1, "y", 9).dataset();
        ImageDataset rare = new SampleSets("a", "b")
                .add(0, null, 30)
                .add(1, "p", 5)
                .add(1, "q", 5)
                .dataset();

        assertThatThrownBy(() -> new KFold(3, 0.2, 1).split(few))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("only 2 sets", "3 folds are wanted");
        assertThatThrownBy(() -> new KFold(5, 0.15, 1).split(rare))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("class \"b\"");
        assertThatThrownBy(() -> new KFold(1, 0.15, 1)).hasMessageContaining("1 folds");
        assertThatThrownBy(() -> new KFold(2, 0.5, 1)).hasMessageContaining("leaves something to learn from");
    }
}
