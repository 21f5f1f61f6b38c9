package dev.graft.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McNemarTestTest {
    /** scipy 1.17.1: {@code binomtest(a, a + b, 0.5).pvalue}. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 1.0",
        "1, 0, 1.0",
        "5, 0, 0.0625",
        "3, 9, 0.14599609375",
        "10, 10, 1.0",
        "2, 17, 0.000728607177734375",
        "120, 170, 0.00393333651282517",
        "900, 1100, 8.45708953550381e-06"
    })
    void theProbabilityIsTheBinomialTests(int first, int second, double expected) {
        assertThat(McNemarTest.of(first, second).pValue()).isCloseTo(expected, within(expected * 1e-9));
        assertThat(McNemarTest.of(second, first).pValue()).isCloseTo(expected, within(expected * 1e-9));
    }

    private static Prediction of(String image, int actual, double second) {
        return new Prediction(image, actual, List.of(1 - second, second));
    }

    @Test
    void imagesThatTellThemApartAreCounted() {
        // Three that both get right, three that both get wrong; b and d for the first, c for the second.
        List<Prediction> first = new ArrayList<>(List.of(of("b", 1, 0.8), of("c", 0, 0.7), of("d", 0, 0.1)));
        List<Prediction> second = new ArrayList<>(List.of(of("d", 0, 0.9), of("c", 0, 0.2), of("b", 1, 0.1)));
        for (int i = 0; i < 6; i++) {
            first.add(of("" + i, i % 2, 0.9));
            second.add(0, of("" + i, i % 2, 0.6));
        }

        assertThat(McNemarTest.of(first, second)).isEqualTo(new McNemarTest(2, 1, 1));
    }

    @Test
    void otherImagesAreRefused() {
        List<Prediction> two = List.of(of("a", 1, 0.9), of("b", 1, 0.8));

        assertThatThrownBy(() -> McNemarTest.of(two, List.of(of("a", 1, 0.9), of("c", 1, 0.8))))
                .hasMessageContaining("found b once only");
        assertThatThrownBy(() -> McNemarTest.of(two, List.of(of("a", 1, 0.9), of("b", 0, 0.8))))
                .hasMessageContaining("b with two classes");
        assertThatThrownBy(() -> McNemarTest.of(two, two.subList(0, 1))).hasMessageContaining("2 and 1 predictions");
        assertThatThrownBy(() -> McNemarTest.of(two, List.of(two.get(0), two.get(0))))
                .hasMessageContaining("of 1 images");
    }
}
