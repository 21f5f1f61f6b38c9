package dev.graft.augment.mri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import dev.graft.augment.transform.TransformContractTest;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RicianNoiseTest extends TransformContractTest {
    private static final int SAMPLES = 1_000_000;

    @Override
    protected Transform transform() {
        return new RicianNoise(new Range(1, 10));
    }

    @Test
    void blackBecomesRayleighDistributed() {
        double sigma = 7;
        float[] noisy = magnitudes(0, sigma);

        assertThat(moment(noisy, 1)).isCloseTo(sigma * Math.sqrt(Math.PI / 2), within(0.02));
        assertThat(moment(noisy, 2)).isCloseTo(2 * sigma * sigma, within(0.3));
        // A tenth lies beyond sigma * sqrt(2 log 10).
        double ninthDecile = sigma * Math.sqrt(2 * Math.log(10));
        assertThat((double) count(noisy, ninthDecile) / SAMPLES).isCloseTo(0.1, within(0.0015));
        double ninetyNine = sigma * Math.sqrt(2 * Math.log(100));
        assertThat((double) count(noisy, ninetyNine) / SAMPLES).isCloseTo(0.01, within(0.0005));
    }

    @Test
    void theMeanSquareIsThatOfTheRicianDistribution() {
        for (double value : new double[] {5, 40, 200}) {
            float[] noisy = magnitudes((float) value, 7);

            assertThat(moment(noisy, 2)).isCloseTo(value * value + 2 * 49, within(0.02 * value * 7 + 0.5));
        }
    }

    @Test
    void farFromBlackItIsGaussian() {
        float[] noisy = magnitudes(1000, 7);
        double mean = moment(noisy, 1);
        double deviation = Math.sqrt(moment(noisy, 2) - mean * mean);

        assertThat(mean).isCloseTo(1000 + 49 / 2000.0, within(0.03));
        assertThat(deviation).isCloseTo(7, within(0.05));
        // 2.5 % lie beyond 1.96 standard deviations.
        assertThat((double) count(noisy, 1000 + 1.96 * 7) / SAMPLES).isCloseTo(0.025, within(0.001));
    }

    @Test
    void neighboursAreIndependent() {
        float[] noisy = magnitudes(0, 1);
        double mean = moment(noisy, 1);
        double variance = moment(noisy, 2) - mean * mean;
        for (int distance : new int[] {1, 2, 3, 224}) {
            double covariance = 0;
            for (int i = distance; i < SAMPLES; i++) {
                covariance += (noisy[i] - mean) * (noisy[i - distance] - mean);
            }
            assertThat(covariance / SAMPLES / variance).isCloseTo(0, within(0.004));
        }
    }

    @Test
    void wrongSettingsAreRefused() {
        assertThatThrownBy(() -> new RicianNoise(new Range(-1, 3))).hasMessageContainingAll("sigma", "[-1.0, 3.0]");
        assertThatThrownBy(() -> new RicianNoise(null)).hasMessageContaining("sigma is missing");
    }

    private static float[] magnitudes(float value, double sigma) {
        float[] values = new float[SAMPLES];
        Arrays.fill(values, value);
        new ComplexNoise(sigma).magnitudes(values, 42);
        return values;
    }

    private static double moment(float[] values, int power) {
        double sum = 0;
        for (float value : values) {
            sum += Math.pow(value, power);
        }
        return sum / values.length;
    }

    private static long count(float[] values, double beyond) {
        long count = 0;
        for (float value : values) {
            count += value > beyond ? 1 : 0;
        }
        return count;
    }
}
