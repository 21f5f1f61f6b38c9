/**
 * From folders of pictures to a labelled data set and its parts.
 *
 * <p>{@link dev.graft.data.ImageFolder}, {@link dev.graft.data.SplitFolders} or {@link dev.graft.data.ImageManifest} reads a labelled
 * {@link dev.graft.data.ImageDataset}: every file is decoded once to see that it can be, and hashed.
 * {@link dev.graft.data.Splitter} cuts it into train, validation and test, keeps groups and copies on one side, and
 * says in a {@link dev.graft.data.Split} what it could and could not guard against. {@link dev.graft.data.ImageLoader}
 * delivers pixels in the order asked for, as {@link dev.graft.image.ImageDecoder} decodes and resizes them.
 *
 * <p>Nothing here changes a file, and nothing is silently wrong: a picture that cannot be decoded in full is an error
 * or is listed as {@link dev.graft.data.UnreadableFile}.
 */
@NullMarked
package dev.graft.data;

import org.jspecify.annotations.NullMarked;
