package dev.graft.layer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DropoutMaskTest {
    private final DropoutMask mask = new DropoutMask(0.3, 11);

    @Test
    void anyPartCanBeDrawnByItself() {
        float[] whole = new float[100];
        mask.fill(whole, 100, 4, 0);
        float[] part = new float[30];
        mask.fill(part, 30, 4, 65);

        for (int i = 0; i < 30; i++) {
            assertThat(part[i]).as("%d", i).isEqualTo(whole[65 + i]);
        }
        assertThat(whole).contains(0f, (float) (1 / 0.7));
    }

    @Test
    void stepsDiffer() {
        float[] first = new float[100];
        mask.fill(first, 100, 4, 0);
        float[] second = new float[100];
        mask.fill(second, 100, 5, 0);

        assertThat(first).isNotEqualTo(second);
    }
}
