package dev.graft.search;

import dev.graft.data.ImageFolder;
import dev.graft.data.ReadOptions;
import java.nio.file.Path;

/** A search in a process of its own, to be killed: folder with {@code pictures}, then the ledger. */
final class SearchProcess {
    private SearchProcess() {}

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        var images = new ImageFolder(folder.resolve("pictures")).read(ReadOptions.defaults());
        SearchFixture.search(images, SearchFixture.executor(folder.resolve("own")))
                .run(Path.of(arguments[1]));
    }
}
