package dev.graft.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.engine.compiled.StepObserver;
import dev.graft.engine.cpu.ConvolutionCase.Numbers;
import dev.graft.engine.cpu.ConvolutionCase.Results;
import dev.graft.engine.program.Function;
import dev.graft.engine.program.Margins;
import dev.graft.engine.program.PostOperation;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Convolutions by tiles are those of the definition. Errors are told in root mean squares of what is computed; single
 * precision leaves 1e-6 of them in the mean, of the worst of thousands of values 1e-5, of sums of few values that happen to
 * be small more.
 */
class WinogradTest {
    private static final double LIMIT = 5e-5;

    /** All that can be, however small. */
    private static final WinogradTable EVERYTHING = new WinogradTable() {
        @Override
        public boolean convolves(WinogradShape shape, boolean constantKernel) {
            return true;
        }

        @Override
        public int gradientWorkers(WinogradShape shape, int threads) {
            return threads;
        }
    };

    static Winograd everything(int threads) {
        return Winograd.of(new Workers(new OpenMpThreads(threads)), EVERYTHING);
    }

    static Winograd nothing(int threads) {
        return Winograd.of(new Workers(new OpenMpThreads(threads)), WinogradTable.NOTHING);
    }

    @Provide
    Arbitrary<ConvolutionCase> cases() {
        Arbitrary<Integer> side = Arbitraries.integers().between(1, 15);
        Arbitrary<Integer> channels = Arbitraries.of(16, 17, 32, 48, 63, 64, 96, 128, 144);
        Arbitrary<Margins> padding = Arbitraries.of(
                Margins.NONE,
                new Margins(1, 1, 1, 1),
                new Margins(0, 2, 1, 0),
                new Margins(3, 1, 0, 2),
                new Margins(2, 2, 2, 2));
        return Combinators.combine(
                        Arbitraries.of(1, 3), channels, channels, side, side, padding, Arbitraries.of(true, false))
                .as((batch, in, out, height, width, margins, bias) ->
                        new ConvolutionCase(batch, in, out, height, width, margins, bias, List.of()))
                .filter(each -> each.outHeight() > 0 && each.outWidth() > 0);
    }

    @Property(tries = 40)
    void resultsAndGradientsAreThoseOfTheDefinition(
            @ForAll("cases") ConvolutionCase of,
            @ForAll MapFormat format,
            @ForAll("threads") int threads,
            @ForAll long seed) {
        Numbers numbers = of.numbers(seed);
        double[][] exact = of.exact(numbers, true);
        Results found = of.run(numbers, format, everything(threads), true);

        assertClose("y", exact[0], found.y());
        assertClose("dx", exact[1], found.dx());
        assertClose("dkernel", exact[2], found.kernel());
        if (of.bias()) {
            assertClose("dbias", exact[3], found.bias());
        }
    }

    @Provide
    Arbitrary<Integer> threads() {
        return Arbitraries.of(1, 2, 4);
    }

    @Property(tries = 12)
    void whatIsFusedIsDoneInOrder(@ForAll MapFormat format, @ForAll("operations") List<PostOperation> operations) {
        ConvolutionCase of =
                new ConvolutionCase(2, 48, 144, 9, 6, new Margins(1, 1, 1, 1), true, List.copyOf(operations));
        Numbers numbers = of.numbers(5).times(4);

        assertClose(
                "y",
                of.exact(numbers, false)[0],
                of.run(numbers, format, everything(2), false).y());
    }

    @Provide
    Arbitrary<List<PostOperation>> operations() {
        PostOperation add = new PostOperation.Add();
        PostOperation relu = new PostOperation.Activate(Function.RELU);
        PostOperation relu6 = new PostOperation.Activate(Function.RELU6);
        return Arbitraries.of(List.of(add, relu), List.of(relu, add), List.of(relu6), List.of(relu6, add, relu));
    }

    @Example
    void aResultDependsNeitherOnTheNumberOfThreadsNorOnTheBatch() {
        for (ConvolutionCase of : List.of(
                ConvolutionCase.same(5, 64, 96, 28),
                ConvolutionCase.same(5, 160, 48, 13),
                ConvolutionCase.same(3, 512, 512, 12))) {
            Numbers numbers = of.numbers(2);
            for (MapFormat format : List.of(MapFormat.CHANNELS_LAST, MapFormat.BLOCKS_OF_16)) {
                float[] whole = of.run(numbers, format, everything(1), false).y();
                for (int threads = 2; threads <= 5; threads++) {
                    assertThat(of.run(numbers, format, everything(threads), false)
                                    .y())
                            .as("%s, %d threads", of, threads)
                            .isEqualTo(whole);
                }
                ConvolutionCase first = ConvolutionCase.same(1, of.in(), of.out(), of.height());
                assertThat(first.run(numbers.first(of.batch()), format, everything(1), false)
                                .y())
                        .as("%s, its first image", of)
                        .isEqualTo(java.util.Arrays.copyOf(whole, whole.length / of.batch()));
            }
        }
    }

    @Example
    void gradientsAreTheSameAtEveryRun() {
        ConvolutionCase of = ConvolutionCase.same(4, 64, 96, 28);
        Numbers numbers = of.numbers(3);
        for (int threads = 1; threads <= 4; threads++) {
            Results first = of.run(numbers, MapFormat.BLOCKS_OF_16, everything(threads), true);
            for (int i = 0; i < 3; i++) {
                Results again = of.run(numbers, MapFormat.BLOCKS_OF_16, everything(threads), true);
                assertThat(again.kernel()).isEqualTo(first.kernel());
                assertThat(again.bias()).isEqualTo(first.bias());
                assertThat(again.dx()).isEqualTo(first.dx());
            }
        }
    }

    @Example
    void whatLayInMemoryBeforeDoesNotMatter() {
        // 48 tiles for five threads: the last block is not full.
        ConvolutionCase of = ConvolutionCase.same(3, 48, 96, 13);
        Numbers numbers = of.numbers(4);
        for (MapFormat format : MapFormat.values()) {
            try (ConvolutionCase.Running running =
                    of.new Running(numbers, format, everything(5), true, StepObserver.NONE)) {
                running.run();
                Results clean = running.results();
                running.plan().scribble();
                running.run();
                Results found = running.results();
                assertThat(found.y()).isEqualTo(clean.y());
                assertThat(found.dx()).isEqualTo(clean.dx());
                assertThat(found.kernel()).isEqualTo(clean.kernel());
                assertThat(found.bias()).isEqualTo(clean.bias());
            }
        }
    }

    private static void assertClose(String what, double[] exact, float[] found) {
        assertThat(found).hasSameSizeAs(exact);
        double scale = rms(exact);
        for (int i = 0; i < exact.length; i++) {
            if (!(Math.abs(exact[i] - found[i]) <= LIMIT * scale)) {
                assertThat((double) found[i])
                        .as("%s[%d], in units of %g", what, i, scale)
                        .isEqualTo(exact[i]);
            }
        }
    }

    static double rms(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return Math.sqrt(sum / values.length);
    }
}
