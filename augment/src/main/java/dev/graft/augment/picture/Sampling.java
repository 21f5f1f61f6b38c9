package dev.graft.augment.picture;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a value between pixels is found. */
public enum Sampling {
    /** The nearest pixel's; halves go to the even neighbour, as in PyTorch. */
    @JsonProperty("nearest")
    NEAREST,
    /** Linear between the four pixels around. */
    @JsonProperty("bilinear")
    BILINEAR
}
