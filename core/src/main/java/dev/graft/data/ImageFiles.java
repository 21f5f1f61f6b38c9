package dev.graft.data;

import dev.graft.error.GraftException;
import java.nio.file.Path;
import java.util.List;

/**
 * The images that lie in a folder or deeper, without classes. Links are followed; what is an image, and what is passed over,
 * is told as by {@link ImageFolder}.
 *
 * @param files sorted
 * @param passedOver what lay among them and is none, counted by kind
 */
public record ImageFiles(List<Path> files, List<PassedOver> passedOver) {
    public ImageFiles {
        files = List.copyOf(files);
        passedOver = List.copyOf(passedOver);
    }

    /** @throws GraftException if the folder is missing, is none or cannot be listed */
    public static ImageFiles in(Path folder) {
        ImageFolder.requireFolder(folder);
        FolderListing listing = FolderListing.of(folder);
        return new ImageFiles(listing.images(), listing.passedOver());
    }
}
