package dev.graft.report;

import dev.graft.image.RgbImage;
import dev.graft.metrics.Prediction;
import dev.graft.result.AugmentedSample;
import dev.graft.result.ExplainedImage;
import dev.graft.result.Numbers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A picture with its caption.
 *
 * @param data its {@code data:} address
 * @param alt what it shows
 * @param note below the caption, may be empty
 * @param title the whole of a note that is cut off, or null
 */
record Picture(
        String data,
        String alt,
        String caption,
        String note,
        @Nullable String title) {
    Picture(RgbImage image, String alt, String caption, String note) {
        this(Thumbnail.dataUri(image), alt, caption, note, null);
    }

    /** A training image beside what the network saw of it. */
    static List<Picture> of(AugmentedSample sample) {
        String name = sample.name();
        List<Picture> row = new ArrayList<>();
        row.add(new Picture(
                Thumbnail.dataUri(sample.original()), name + " as it is", "original", fileName(name), name));
        for (RgbImage image : sample.augmented()) {
            String caption = "augmented " + row.size();
            row.add(new Picture(image, name + ", " + caption, caption, ""));
        }
        return row;
    }

    /** An image beside the places on it that spoke for the predicted class. */
    static List<Picture> of(ExplainedImage image, List<String> classNames) {
        Prediction p = image.prediction();
        String predicted = classNames.get(p.predicted());
        return List.of(
                new Picture(image.image(), p.image(), fileName(p.image()), ""),
                new Picture(
                        image.overlay(),
                        "Places in " + p.image() + " that spoke for “" + predicted + "”",
                        (p.correct() ? "✓ " : "✗ ") + predicted + ", " + Numbers.percent(p.confidence()),
                        p.correct() ? "right" : "is " + classNames.get(p.actual())));
    }

    static String fileName(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
