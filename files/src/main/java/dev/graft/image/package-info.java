/**
 * From image files to pixels.
 *
 * <p>{@link dev.graft.image.ImageDecoder} decodes files, streams and pictures in memory to an {@link dev.graft.image.RgbImage},
 * resized by {@link dev.graft.image.Resampling} as Pillow would, within a bound of memory.
 * {@link dev.graft.image.FileKind} tells what a file is by its first bytes, also where it cannot be decoded.
 * {@link dev.graft.image.Fingerprint} finds pictures that look alike; {@link dev.graft.image.DecodedPictures} keeps pictures
 * so that they are decoded once.
 *
 * <p>Nothing here changes a file, and nothing is silently wrong: a picture that cannot be decoded in full is an
 * {@link dev.graft.image.UnreadableImageException}.
 */
@NullMarked
package dev.graft.image;

import org.jspecify.annotations.NullMarked;
