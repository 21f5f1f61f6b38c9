package dev.graft.testkit.program;

import dev.graft.engine.program.Extent;
import dev.graft.engine.program.Value;
import dev.graft.engine.program.Window;

/** Goes over the positions of a window and the places of the map below that it sees. */
final class WindowLoop {
    private WindowLoop() {}

    /** What is done at a place. */
    interface Place {
        /**
         * @param x index in the map, of one channel of one image
         * @param k index in the kernel
         */
        void at(int x, int k);
    }

    /** Every place within the map that position (row, column) of the result sees. */
    static void places(Window window, Value map, int row, int column, Place place) {
        Extent kernel = window.kernel();
        for (int i = 0; i < kernel.height(); i++) {
            int y = row * window.stride().height() + i - window.padding().top();
            for (int j = 0; j < kernel.width(); j++) {
                int x = column * window.stride().width() + j - window.padding().left();
                if (y >= 0 && y < map.height() && x >= 0 && x < map.width()) {
                    place.at(y * map.width() + x, i * kernel.width() + j);
                }
            }
        }
    }

    /** What is done for a result. */
    interface Position {
        /**
         * @param plane index of the image's channel, {@code image * channels + channel}
         * @param y index of the result, of that plane
         */
        void at(int plane, int y, int row, int column);
    }

    /** Every number of a batch of maps. */
    static void positions(Value map, int batch, Position position) {
        for (int plane = 0; plane < batch * map.channels(); plane++) {
            for (int row = 0; row < map.height(); row++) {
                for (int column = 0; column < map.width(); column++) {
                    position.at(plane, row * map.width() + column, row, column);
                }
            }
        }
    }
}
