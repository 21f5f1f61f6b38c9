package dev.graft.evaluate;

import java.util.List;
import java.util.Optional;

/**
 * Images that the model knows from its training, by their content.
 *
 * @param noted how many images its file says it learnt from or was chosen by; 0 if it does not say which, so that none could
 *     be recognised
 * @param images names of those found again
 * @param without the figures without them and all others of their groups; empty if none was found, or nothing is left
 */
public record Recognised(int noted, List<String> images, Optional<Assessment> without) {
    public Recognised {
        images = List.copyOf(images);
    }

    /** Whether it is known which images the model has seen. */
    public boolean known() {
        return noted > 0;
    }

    /** One line. */
    public String describe() {
        if (!known()) {
            return "Which images the model has seen is not in its file, so none could be recognised.";
        }
        return images.isEmpty()
                ? "None of these images is among the " + noted + " that the model learnt from or was chosen by."
                : images.size() + " of these images are among the " + noted
                        + " that the model learnt from or was chosen by.";
    }
}
