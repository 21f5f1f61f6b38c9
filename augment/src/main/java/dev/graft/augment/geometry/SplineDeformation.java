package dev.graft.augment.geometry;

import dev.graft.augment.picture.Deformation;

/** Displacements of pixels: uniform cubic B-splines over a grid of corners. */
final class SplineDeformation implements Deformation {
    private final int height;
    private final float[][] right;
    private final float[][] down;
    /** For each column of pixels the corner where its four begin, and their weights. */
    private final int[] first;

    private final float[][] weights;

    private final float[] rowRight;
    private final float[] rowDown;

    /**
     * @param right displacement in pixels of the corners, rows first; one ring of corners lies outside the picture
     * @param down likewise, of the same size
     */
    SplineDeformation(int width, int height, float[][] right, float[][] down) {
        this.height = height;
        this.right = right;
        this.down = down;
        int cells = right.length - 3;
        first = new int[width];
        weights = new float[4][width];
        for (int x = 0; x < width; x++) {
            double position = (x + 0.5) * cells / width;
            first[x] = (int) position;
            float[] four = weights(position - first[x]);
            for (int i = 0; i < 4; i++) {
                weights[i][x] = four[i];
            }
        }
        rowRight = new float[right.length];
        rowDown = new float[right.length];
    }

    private static float[] weights(double t) {
        return new float[] {
            (float) ((1 - t) * (1 - t) * (1 - t) / 6),
            (float) ((3 * t * t * t - 6 * t * t + 4) / 6),
            (float) ((-3 * t * t * t + 3 * t * t + 3 * t + 1) / 6),
            (float) (t * t * t / 6)
        };
    }

    @Override
    public void row(int y, float[] sourceX, float[] sourceY) {
        int cells = right.length - 3;
        double position = (y + 0.5) * cells / height;
        int top = (int) position;
        float[] four = weights(position - top);
        combine(right, top, four, rowRight);
        combine(down, top, four, rowDown);
        for (int x = 0; x < sourceX.length; x++) {
            int i = first[x];
            float a = weights[0][x];
            float b = weights[1][x];
            float c = weights[2][x];
            float d = weights[3][x];
            sourceX[x] = x + a * rowRight[i] + b * rowRight[i + 1] + c * rowRight[i + 2] + d * rowRight[i + 3];
            sourceY[x] = y + a * rowDown[i] + b * rowDown[i + 1] + c * rowDown[i + 2] + d * rowDown[i + 3];
        }
    }

    private static void combine(float[][] corners, int top, float[] four, float[] row) {
        for (int j = 0; j < row.length; j++) {
            row[j] = four[0] * corners[top][j]
                    + four[1] * corners[top + 1][j]
                    + four[2] * corners[top + 2][j]
                    + four[3] * corners[top + 3][j];
        }
    }
}
