package dev.graft.recommend;

/**
 * A pretrained backbone and how images come to it.
 *
 * @param backbone id
 * @param weights name that finds them again
 * @param identity what the weights are, whatever they are called
 * @param size side of the square input in pixels
 * @param preprocessing id
 */
public record Network(String backbone, String weights, String identity, int size, String preprocessing) {
    /** In a line, for people. */
    public String describe() {
        return backbone + " " + weights + " " + size + " px " + preprocessing;
    }
}
