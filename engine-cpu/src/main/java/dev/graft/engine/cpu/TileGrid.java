package dev.graft.engine.cpu;

/**
 * Tiles of 4 x 4 results that cover a batch of maps, image by image and row by row; those at the end reach over the edge.
 *
 * @param images of the batch
 * @param height rows of a map
 * @param width columns of a map
 */
record TileGrid(int images, int height, int width) {
    /** Rows and columns of a tile. */
    static final int SIDE = 4;

    int down() {
        return (height + SIDE - 1) / SIDE;
    }

    int across() {
        return (width + SIDE - 1) / SIDE;
    }

    /** Of an image. */
    int each() {
        return down() * across();
    }

    /** Of all images. */
    int count() {
        return images * each();
    }

    int image(int tile) {
        return tile / each();
    }

    /** First row of a tile. */
    int row(int tile) {
        return tile % each() / across() * SIDE;
    }

    /** First column of a tile. */
    int column(int tile) {
        return tile % across() * SIDE;
    }
}
