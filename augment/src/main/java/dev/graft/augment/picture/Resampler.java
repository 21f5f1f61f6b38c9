package dev.graft.augment.picture;

/** Draws a plane anew, each pixel from where a map says. */
record Resampler(int width, int height, AffineMap map, Fill fill) {
    void nearest(float[] from, float[] to) {
        for (int y = 0, i = 0; y < height; y++) {
            double rowX = map.xy() * y + map.x0();
            double rowY = map.yy() * y + map.y0();
            for (int x = 0; x < width; x++, i++) {
                to[i] = at(from, (int) Math.rint(map.xx() * x + rowX), (int) Math.rint(map.yx() * x + rowY));
            }
        }
    }

    void bilinear(float[] from, float[] to) {
        for (int y = 0, i = 0; y < height; y++) {
            double rowX = map.xy() * y + map.x0();
            double rowY = map.yy() * y + map.y0();
            for (int x = 0; x < width; x++, i++) {
                double sourceX = map.xx() * x + rowX;
                double sourceY = map.yx() * x + rowY;
                int left = (int) Math.floor(sourceX);
                int top = (int) Math.floor(sourceY);
                float right = (float) (sourceX - left);
                float down = (float) (sourceY - top);
                if (left >= 0 && top >= 0 && left < width - 1 && top < height - 1) {
                    int at = top * width + left;
                    float upper = from[at] + right * (from[at + 1] - from[at]);
                    float lower = from[at + width] + right * (from[at + width + 1] - from[at + width]);
                    to[i] = upper + down * (lower - upper);
                } else {
                    to[i] = atBorder(from, left, top, right, down);
                }
            }
        }
    }

    private float atBorder(float[] from, int left, int top, float right, float down) {
        float upper = at(from, left, top) * (1 - right) + (right == 0 ? 0 : at(from, left + 1, top) * right);
        if (down == 0) {
            return upper;
        }
        float lower = at(from, left, top + 1) * (1 - right) + (right == 0 ? 0 : at(from, left + 1, top + 1) * right);
        return upper * (1 - down) + lower * down;
    }

    private float at(float[] from, int x, int y) {
        int column = fill.index(x, width);
        int row = fill.index(y, height);
        return column < 0 || row < 0 ? 0 : from[row * width + column];
    }
}
