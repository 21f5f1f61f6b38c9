package dev.graft.search;

import dev.graft.image.RgbImage;
import java.util.List;

/**
 * What somebody found out about how a trial's model decides.
 *
 * @param trial of the experiment
 * @param title what was looked at
 * @param sentences what was found, plain
 * @param pictures to show with it; may be empty
 */
public record TrialDiagnosis(Trial trial, String title, List<String> sentences, List<Picture> pictures) {
    public TrialDiagnosis {
        sentences = List.copyOf(sentences);
        pictures = List.copyOf(pictures);
    }

    /**
     * A picture with what it shows.
     *
     * @param caption one line
     * @param image at any size
     */
    public record Picture(String caption, RgbImage image) {}
}
