package dev.graft.data;

/**
 * A file that should be an image but could not be read.
 *
 * @param name path relative to the data set's root
 * @param reason what is wrong with it, one line
 */
public record UnreadableFile(String name, String reason) {}
