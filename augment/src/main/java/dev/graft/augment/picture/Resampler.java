package dev.graft.augment.picture;

/** Draws planes anew, each pixel from where a map says: the fastest way that does it. */
record Resampler(int width, int height, AffineMap map, Fill fill) {
    void resample(Sampling sampling, float[][] from, float[][] to, int channels) {
        boolean between = sampling == Sampling.BILINEAR && !map.isLattice();
        if (map.isSeparable()) {
            AxisSources x = AxisSources.of(map.xx(), map.x0(), new FoldedAxis(fill, width), width, between);
            AxisSources y = AxisSources.of(map.yy(), map.y0(), new FoldedAxis(fill, height), height, between);
            for (int c = 0; c < channels; c++) {
                new SeparableResampler(x, y, from[c], to[c]).run();
            }
        } else if (between) {
            new BilinearPlanes(width, height, map, fill).draw(from, to, channels);
        } else {
            new PixelCopies(width, height, map, fill).draw(from, to, channels);
        }
    }
}
