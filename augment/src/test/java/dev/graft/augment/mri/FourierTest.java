package dev.graft.augment.mri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FourierTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 11, 24, 37, 64, 211, 224, 299, 422})
    void thereAndBackIsTheSame(int length) {
        float[] values = values(length);
        Fourier fourier = new Fourier(length);

        float[] line = Arrays.copyOf(values, 2 * length);
        fourier.forward(line);
        float[] spectrum = line.clone();
        fourier.inverse(line);
        fourier.realInverse(spectrum);

        for (int i = 0; i < length; i++) {
            assertThat(line[2 * i]).isCloseTo(values[i], within(2e-3f));
            assertThat(line[2 * i + 1]).isCloseTo(0, within(2e-3f));
            assertThat(spectrum[i]).isCloseTo(values[i], within(2e-3f));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7, 8, 16, 24, 37, 64, 224})
    void theSpectrumIsThatOfTheDefinition(int length) {
        float[] values = values(length);
        float[] line = Arrays.copyOf(values, 2 * length);
        // What was behind the line has no say.
        Arrays.fill(line, length, 2 * length, 1000);
        new Fourier(length).forward(line);

        for (int k = 0; k < length; k++) {
            double real = 0;
            double imaginary = 0;
            for (int i = 0; i < length; i++) {
                real += values[i] * Math.cos(2 * Math.PI * k * i / length);
                imaginary -= values[i] * Math.sin(2 * Math.PI * k * i / length);
            }
            assertThat((double) line[2 * k]).isCloseTo(real, within(2e-2));
            assertThat((double) line[2 * k + 1]).isCloseTo(imaginary, within(2e-2));
        }
    }

    private static float[] values(int length) {
        Random random = new Random(length);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextInt(256);
        }
        return values;
    }
}
