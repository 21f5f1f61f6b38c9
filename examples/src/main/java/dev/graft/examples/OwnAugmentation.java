package dev.graft.examples;

import dev.graft.Graft;
import dev.graft.augmentation.ImageAugmentation;
import dev.graft.image.RgbImage;
import dev.graft.optimizer.Optimizer;
import dev.graft.run.TransferRun;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** An augmentation of one's own. The report shows a few images before and after. */
public final class OwnAugmentation {
    private OwnAugmentation() {}

    /** Blackens some rows, as a scanner that loses lines. All that is random comes from the seed. */
    record LostRows(int rows) implements ImageAugmentation {
        @Override
        public RgbImage apply(RgbImage image, long seed) {
            int row = image.width() * 3;
            int first = new Random(seed).nextInt(Math.max(1, image.height() - rows));
            byte[] pixels = image.pixels().clone(); // the given image stays as it is
            Arrays.fill(pixels, first * row, Math.min(pixels.length, (first + rows) * row), (byte) 0);
            return new RgbImage(image.width(), image.height(), pixels);
        }

        @Override
        public String name() {
            return "lost-rows";
        }

        /** Goes into the keys of caches and checkpoints: every number that changes an image must be in it. */
        @Override
        public String definition() {
            return "{\"name\":\"lost-rows\",\"rows\":" + rows + "}";
        }
    }

    /** @param args the images, and a folder for the result, which does not exist yet */
    public static void main(String[] args) {
        Graft graft = Graft.create();
        try (TransferRun run = graft.transfer(graft.images(Path.of(args[0])))
                .backbone("simple-cnn") // learns from scratch
                .size(64)
                .augment(new LostRows(8))
                .training(2, Optimizer.adam(1e-3), 0)
                .run()) {
            System.out.println("Look at " + run.save(Path.of(args[1])).resolve("report.html"));
        }
    }
}
