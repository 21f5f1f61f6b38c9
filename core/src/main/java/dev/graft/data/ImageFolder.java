package dev.graft.data;

import dev.graft.error.GraftException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder with one folder of images for each class. Images may lie deeper; the topmost folder is the class.
 *
 * <p>If the topmost folders are named like the parts of a split, such as {@code train}, {@code val} and {@code test} (see
 * {@link Part#named}), and hold class folders of the same names, the images come with that split, see {@link
 * ImageSample#part()}. With a {@linkplain ReadOptions#labelPattern() label pattern} the class is in the file names and
 * folders do not count.
 *
 * <p>Links are followed. A file is taken for an image by its name's extension, or else by its content. Hidden files and
 * folders, those of other programs such as {@code @eaDir} and {@code __MACOSX}, folders that Graft wrote, and files that
 * are no images are passed over and counted in {@link ImageDataset#passedOver()}.
 *
 * @param folder the root
 */
public record ImageFolder(Path folder) {
    /** Reads with {@link ReadOptions#defaults()}. */
    public ImageDataset read() {
        return read(ReadOptions.defaults());
    }

    /**
     * Lists the images and opens each of them.
     *
     * @return samples whose {@link ImageSample#name() names} are relative to the folder
     * @throws GraftException if the folder is missing, is no folder or holds no images; if an image lies outside the
     *     class folders; if there are fewer than two classes, or fewer than two readable images in a class; if folders are
     *     named like parts of a split without the same classes inside; if the group or label pattern fails on an image; if
     *     a file is unreadable and that is to be fatal; or on interruption
     */
    public ImageDataset read(ReadOptions options) {
        requireFolder(folder);
        ListedImages listed = new FolderLayout(FolderListing.of(folder), options).read();
        return new DatasetReader(folder.toString(), options).read(listed);
    }

    /** @throws GraftException if it is missing or no folder */
    static void requireFolder(Path folder) {
        String expectation =
                ". Expected a folder that holds one folder of images for each class, such as normal/ and stroke/.";
        if (!Files.exists(folder)) {
            throw new GraftException("Folder " + folder + " does not exist" + expectation);
        }
        if (!Files.isDirectory(folder)) {
            throw new GraftException(folder + " is a file, not a folder" + expectation);
        }
    }
}
