package dev.graft.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.engine.program.Margins;
import java.util.List;
import org.junit.jupiter.api.Test;

/** scratch */
class WinogradTest {
    @Test
    void works() {
        for (MapFormat format : new MapFormat[0]) {
            for (ConvolutionCase of : List.of(
                    ConvolutionCase.same(3, 48, 32, 9),
                    ConvolutionCase.same(3, 192, 160, 14),
                    new ConvolutionCase(1, 16, 64, 5, 11, new Margins(0, 2, 3, 1), true, List.of()))) {
                ConvolutionCase.Numbers numbers = of.numbers(1);
                double[][] exact = of.exact(numbers, true);
                for (boolean on : new boolean[] {false, true}) {
                    for (int threads = 1; threads < 4; threads++) {
                        ConvolutionCase.Results found =
                                of.run(numbers, format, new Winograd(new Workers(threads), on), true);
                        System.out.println(format + " " + of.in() + " " + of.out() + " " + on + " " + threads + " y "
                                + error(exact[0], found.y()) + " dx " + error(exact[1], found.dx()) + " dk "
                                + error(exact[2], found.kernel()) + " db " + error(exact[3], found.bias()));
                    }
                }
            }
        }
        System.out.println("CP=" + System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    }

    private static String error(double[] exact, float[] found) {
        double max = 0;
        double square = 0;
        double deviation = 0;
        for (int i = 0; i < exact.length; i++) {
            double difference = Math.abs(exact[i] - found[i]);
            max = Math.max(max, difference);
            square += difference * difference;
            deviation += exact[i] * exact[i];
        }
        double scale = Math.sqrt(deviation / exact.length);
        return String.format("%.1e %.1e", max / scale, Math.sqrt(square / exact.length) / scale);
    }
}
