package dev.graft.augment.picture;

/** Draws planes anew, each pixel from where a deformation says, after an earlier affine movement. */
record DeformedResampler(
        int width, int height, Deformation deformation, AffineMap earlier, Fill fill, Sampling sampling) {
    void draw(float[][] from, float[][] to, int channels) {
        float[] sourceX = new float[width];
        float[] sourceY = new float[width];
        for (int y = 0; y < height; y++) {
            deformation.row(y, sourceX, sourceY);
            if (!earlier.equals(AffineMap.IDENTITY)) {
                moveEarlier(sourceX, sourceY);
            }
            for (int c = 0; c < channels; c++) {
                if (sampling == Sampling.NEAREST) {
                    nearest(from[c], to[c], y * width, sourceX, sourceY);
                } else {
                    bilinear(from[c], to[c], y * width, sourceX, sourceY);
                }
            }
        }
    }

    private void moveEarlier(float[] sourceX, float[] sourceY) {
        for (int i = 0; i < width; i++) {
            double x = sourceX[i];
            double y = sourceY[i];
            sourceX[i] = (float) (earlier.xx() * x + earlier.xy() * y + earlier.x0());
            sourceY[i] = (float) (earlier.yx() * x + earlier.yy() * y + earlier.y0());
        }
    }

    private void nearest(float[] from, float[] to, int row, float[] sourceX, float[] sourceY) {
        for (int x = 0; x < width; x++) {
            to[row + x] = at(from, (int) Math.rint(sourceX[x]), (int) Math.rint(sourceY[x]));
        }
    }

    private void bilinear(float[] from, float[] to, int row, float[] sourceX, float[] sourceY) {
        for (int x = 0; x < width; x++) {
            int left = (int) Math.floor(sourceX[x]);
            int top = (int) Math.floor(sourceY[x]);
            float right = sourceX[x] - left;
            float down = sourceY[x] - top;
            float upper;
            float lower;
            if (left >= 0 && top >= 0 && left < width - 1 && top < height - 1) {
                int at = top * width + left;
                upper = from[at] + right * (from[at + 1] - from[at]);
                lower = from[at + width] + right * (from[at + width + 1] - from[at + width]);
            } else {
                upper = at(from, left, top) * (1 - right) + at(from, left + 1, top) * right;
                lower = at(from, left, top + 1) * (1 - right) + at(from, left + 1, top + 1) * right;
            }
            to[row + x] = upper + down * (lower - upper);
        }
    }

    private float at(float[] from, int x, int y) {
        int column = fill.index(x, width);
        int row = fill.index(y, height);
        return column < 0 || row < 0 ? 0 : from[row * width + column];
    }
}
