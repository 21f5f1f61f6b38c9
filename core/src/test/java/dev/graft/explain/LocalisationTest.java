package dev.graft.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LocalisationTest {
    private static final boolean[] MASK = {false, true, true, false, false, false};

    /** {@code average_precision_score([0, 1, 1, 0, 0, 0], [.1, .4, .2, .3, .0, .2])} of scikit-learn is 0.75. */
    @Test
    void equalsScikitLearn() {
        HeatMap heat = new HeatMap(2, 3, new float[] {.1f, .4f, .2f, .3f, 0, .2f});

        Localisation found = Localisation.of(heat, MASK, 3);

        assertThat(found.precisionRecallArea()).isEqualTo(0.75, offset(1e-6));
        assertThat(found.share()).isEqualTo(0.5, offset(1e-6));
        assertThat(found.hit()).isTrue();
        assertThat(found.area()).isEqualTo(1 / 3.0, offset(1e-12));
    }

    @Test
    void heatElsewhereIsFoundOut() {
        Localisation found = Localisation.of(new HeatMap(2, 3, new float[] {0, 0, 0, 1, 0, 0}), MASK, 3);

        assertThat(found.share()).isZero();
        assertThat(found.hit()).isFalse();
        assertThat(found.precisionRecallArea()).isEqualTo(1 / 3.0, offset(1e-6));
    }

    @Test
    void noHeatHitsNothing() {
        boolean[] first = {true, false};

        Localisation found = Localisation.of(new HeatMap(1, 2, new float[2]), first, 2);

        assertThat(found).isEqualTo(new Localisation(0, false, 0.5, 0.5));
    }

    @Test
    void heatIsStretchedToTheMask() {
        boolean[] right = {false, false, true, true, false, false, true, true};

        Localisation found = Localisation.of(new HeatMap(1, 2, new float[] {0, 1}), right, 4);

        assertThat(found.share()).isEqualTo(0.875, offset(1e-6));
        assertThat(found.precisionRecallArea()).isEqualTo(1, offset(1e-6));
    }

    @Property
    void evenHeatHasNoSkillAndPerfectHeatHasAll(
            @ForAll @Size(12) boolean[] mask, @ForAll @FloatRange(min = 0.1f) float level) {
        int objects = 0;
        float[] perfect = new float[12];
        float[] even = new float[12];
        for (int i = 0; i < 12; i++) {
            objects += mask[i] ? 1 : 0;
            perfect[i] = mask[i] ? level : 0;
            even[i] = level;
        }
        if (objects == 0) {
            assertThatThrownBy(() -> Localisation.of(new HeatMap(3, 4, even), mask, 4))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("empty");
            return;
        }
        double area = objects / 12.0;
        Localisation flat = Localisation.of(new HeatMap(3, 4, even), mask, 4);
        Localisation best = Localisation.of(new HeatMap(3, 4, perfect), mask, 4);

        assertThat(flat.share()).isEqualTo(area, offset(1e-6));
        assertThat(flat.precisionRecallArea()).isEqualTo(area, offset(1e-9));
        assertThat(best.share()).isEqualTo(1, offset(1e-6));
        assertThat(best.hit()).isTrue();
        assertThat(best.precisionRecallArea()).isEqualTo(1, offset(1e-9));
    }

    @Test
    void aSummaryIsTheMean() {
        LocalisationSummary summary = LocalisationSummary.of(
                List.of(new Localisation(0.2, true, 0.4, 0.1), new Localisation(0.4, false, 0.2, 0.05)));

        assertThat(summary.describe())
                .isEqualTo(
                        "On 2 images with a mask: 30.0 % of the heat inside it, hottest point inside 50.0 % of them, area"
                                + " under the precision-recall curve 0.300. Without skill: 7.5 %, 7.5 %, 0.075.");
    }
}
