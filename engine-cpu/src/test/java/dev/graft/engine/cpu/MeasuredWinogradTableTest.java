package dev.graft.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is taken of the layers that were measured, and what constant kernels must not depend on. */
class MeasuredWinogradTableTest {
    private static final MapFormat LAST = MapFormat.CHANNELS_LAST;
    private static final MapFormat BLOCKS = MapFormat.BLOCKS_OF_16;

    private final WinogradTable table = new MeasuredWinogradTable();

    private static WinogradShape shape(MapFormat format, int images, int side, int in, int out) {
        return new WinogradShape(format, images, in, side, side, out, side, side, 1, 1);
    }

    @Test
    void constantKernelsGoByTheImageAlone() {
        for (int images = 1; images <= 64; images *= 2) {
            for (MapFormat format : MapFormat.values()) {
                assertThat(table.convolves(shape(format, images, 28, 128, 128), true))
                        .isTrue();
                assertThat(table.convolves(shape(format, images, 14, 512, 512), true))
                        .isTrue();
                assertThat(table.convolves(shape(format, images, 7, 512, 512), true))
                        .isFalse();
            }
        }
    }

    @Test
    void kernelsThatLearnNeedTilesThatPayForTheirTransform() {
        assertThat(table.convolves(shape(BLOCKS, 16, 14, 512, 512), false)).isTrue();
        assertThat(table.convolves(shape(BLOCKS, 4, 14, 512, 512), false)).isFalse();
        assertThat(table.convolves(shape(BLOCKS, 16, 7, 512, 512), false)).isFalse();
    }

    @Test
    void fewChannelsStayDirectMoreSoInBlocks() {
        assertThat(table.convolves(shape(LAST, 8, 73, 32, 64), true)).isTrue();
        assertThat(table.convolves(shape(BLOCKS, 8, 73, 32, 64), true)).isFalse();
        assertThat(table.convolves(shape(LAST, 8, 73, 32, 32), true)).isFalse();
        assertThat(table.convolves(shape(BLOCKS, 8, 56, 64, 64), true)).isTrue();
        assertThat(table.convolves(shape(MapFormat.BLOCKS_OF_8, 8, 56, 64, 64), true))
                .isFalse();
        assertThat(table.gradientWorkers(shape(LAST, 8, 73, 32, 32), 2)).isZero();
    }

    @Test
    void narrowMapsWouldBeMostlyEdge() {
        assertThat(table.convolves(new WinogradShape(LAST, 8, 64, 1, 900, 64, 1, 900, 1, 1), true))
                .isFalse();
    }

    @Test
    void sumsOfTheGradientAreFewEnoughForMemoryAndManyEnoughForTheThreads() {
        WinogradShape large = shape(LAST, 64, 28, 512, 512);
        assertThat(table.gradientWorkers(large, 2)).isEqualTo(2);
        assertThat(table.gradientWorkers(large, 8)).isEqualTo(7);
        assertThat(table.gradientWorkers(large, 32)).isZero();
        assertThat(table.gradientWorkers(shape(LAST, 2, 14, 512, 512), 1)).isZero();
        assertThat(table.gradientWorkers(shape(BLOCKS, 4, 14, 256, 256), 1)).isEqualTo(1);
        assertThat(table.gradientWorkers(shape(BLOCKS, 4, 14, 256, 256), 2)).isZero();
    }

    @Test
    void nothingIsNothing() {
        assertThat(WinogradTable.NOTHING.convolves(shape(LAST, 8, 56, 64, 64), true))
                .isFalse();
        assertThat(WinogradTable.NOTHING.gradientWorkers(shape(LAST, 8, 56, 64, 64), 1))
                .isZero();
    }
}
