package dev.graft.image;

/**
 * What came of decoding a file.
 *
 * @param result what was made of its first picture
 * @param pictures how many pages or frames the file holds, at least 1
 */
public record Decoded<T>(T result, int pictures) {}
