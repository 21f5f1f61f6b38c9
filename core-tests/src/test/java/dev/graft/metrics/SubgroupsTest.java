package dev.graft.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.testkit.Effort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SubgroupsTest {
    private static final int SETS = Effort.of(15, 200);

    /** At 5 % 0.75 or 10 are expected; more come about once in a thousand times. */
    private static final int MOST = Effort.of(4, 20);

    private static final int PERMUTATIONS = 399;

    private final List<Prediction> predictions = new ArrayList<>();
    private final Map<String, String> groups = new HashMap<>();
    private final Map<String, Map<String, String>> columns = new LinkedHashMap<>();

    /**
     * Patients with three images each, of one class.
     *
     * @param skill how far the classes lie apart at site a
     * @param elsewhere how far at the other sites
     * @param more positive patients at site a than elsewhere
     */
    private void draw(Random random, int patients, double skill, double elsewhere, double more) {
        columns.put("sex", new HashMap<>());
        columns.put("site", new HashMap<>());
        for (int p = 0; p < patients; p++) {
            String site = List.of("a", "b", "c").get(p % 3);
            String sex = random.nextBoolean() ? "f" : "m";
            int actual = random.nextDouble() < (site.equals("a") ? 0.5 + more : 0.5) ? 1 : 0;
            double patient = (site.equals("a") ? skill : elsewhere) * (actual - 0.5) + 0.8 * random.nextGaussian();
            for (int i = 0; i < 3; i++) {
                String image = p + "/" + i;
                double score = Normal.logistic(patient + 0.6 * random.nextGaussian());
                predictions.add(new Prediction(image, actual, List.of(1 - score, score)));
                groups.put(image, "patient " + p);
                columns.get("sex").put(image, sex);
                columns.get("site").put(image, site);
            }
        }
    }

    private Subgroups compared(int resamples) {
        return Subgroups.of(predictions, columns, 2, 1, new Bootstrap(resamples, 7, groups));
    }

    private static long clear(Subgroups found, String column) {
        return found.columns().stream()
                .filter(c -> c.name().equals(column))
                .flatMap(c -> c.values().stream())
                .flatMap(v -> v.gaps().stream())
                .filter(Subgroups.Gap::clear)
                .count();
    }

    @Test
    void aPlantedGapIsFoundAndNoOther() {
        draw(new Random(1), 120, 0, 4, 0);
        Subgroups found = compared(999);

        assertThat(clear(found, "sex")).isZero();
        Subgroups.Column site = found.columns().get(1);
        assertThat(site.values().stream().map(Subgroups.Subgroup::value)).containsExactly("a", "b", "c");
        Subgroups.Gap gap = site.values().get(0).gaps().get(0);
        assertThat(gap.metric()).isEqualTo(Metric.ROC_AUC);
        assertThat(gap.clear()).isTrue();
        assertThat(gap.difference()).isLessThan(-0.2);
        assertThat(gap.interval().high()).isLessThan(0);
        assertThat(gap.adjusted().orElseThrow()).isGreaterThan(gap.pValue().orElseThrow());
        assertThat(site.values().get(0).units()).isEqualTo(40);
        assertThat(site.values().get(0).figures().images()).isEqualTo(120);
        assertThat(found.columns().get(0).values().get(1).gaps()).isEmpty();
    }

    /** Sets without a gap, half of them with more positive patients at one site. */
    @Test
    void gapsAreInventedNoMoreOftenThanSaid() {
        int sets = 0;
        for (int seed = 0; seed < SETS; seed++) {
            predictions.clear();
            groups.clear();
            columns.clear();
            draw(new Random(seed), 30, 2, 2, seed % 2 == 0 ? 0 : 0.3);
            Subgroups found = compared(PERMUTATIONS);
            sets += clear(found, "sex") + clear(found, "site") > 0 ? 1 : 0;
        }
        assertThat(sets).isLessThanOrEqualTo(MOST);
    }

    /** Site a has no patient of the class that is hard to tell: its figure is higher, and no site is to blame. */
    @Test
    void otherClassesAreNoGap() {
        Random random = new Random(4);
        columns.put("site", new HashMap<>());
        for (int p = 0; p < 120; p++) {
            int actual = p % 3;
            double third = actual == 2 ? 0.8 * random.nextDouble() : 0.1;
            double own = actual == 0 ? 0.8 : 0.1;
            String image = p + ".png";
            predictions.add(new Prediction(image, actual, List.of((1 - third) * own, (1 - third) * (1 - own), third)));
            columns.get("site").put(image, actual == 2 || p % 2 == 0 ? "b" : "a");
        }
        Subgroups found = Subgroups.of(predictions, columns, 3, 0, new Bootstrap(199, 1, Map.of()));

        Subgroups.Gap gap = found.columns().get(0).values().get(0).gaps().get(0);
        assertThat(gap.metric()).isEqualTo(Metric.BALANCED_ACCURACY);
        assertThat(gap.difference()).isGreaterThan(0.1);
        assertThat(gap.clear()).isFalse();
    }

    @Test
    void unknownValuesAndValuesWithinGroups() {
        draw(new Random(2), 20, 2, 2, 0);
        columns.get("sex").remove("0/0");
        columns.put("view", new HashMap<>());
        predictions.forEach(p -> columns.get("view").put(p.image(), p.image().endsWith("0") ? "axial" : "other"));
        Subgroups found = compared(99);

        assertThat(found.columns().get(0).unknown()).isEqualTo(1);
        assertThat(found.columns().get(0).withinGroups()).isFalse();
        Subgroups.Column view = found.columns().get(2);
        assertThat(view.withinGroups()).isTrue();
        assertThat(view.values().get(0).gaps()).allSatisfy(gap -> {
            assertThat(gap.pValue()).isEmpty();
            assertThat(gap.clear()).isFalse();
        });
    }

    @Test
    void oneValueIsComparedToNothing() {
        draw(new Random(2), 10, 2, 2, 0);
        columns.get("sex").replaceAll((image, value) -> "f");
        Subgroups found = compared(99);

        assertThat(found.columns().get(0).values())
                .singleElement()
                .satisfies(value -> assertThat(value.gaps()).isEmpty());
    }
}
