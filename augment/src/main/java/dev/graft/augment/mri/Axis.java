package dev.graft.augment.mri;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.random.RandomGenerator;

/** Along which direction of the picture something happens: for artefacts of k-space, that of phase encoding. */
public enum Axis {
    /** Along rows: ghosts lie to the left and right of what they show. */
    @JsonProperty("horizontal")
    HORIZONTAL,
    /** Along columns: ghosts lie above and below. */
    @JsonProperty("vertical")
    VERTICAL,
    /** One of both, drawn evenly for each picture. */
    @JsonProperty("either")
    EITHER;

    /** Whether it is along rows this time; draws one number in any case. */
    boolean horizontal(RandomGenerator random) {
        boolean drawn = random.nextBoolean();
        return this == EITHER ? drawn : this == HORIZONTAL;
    }
}
