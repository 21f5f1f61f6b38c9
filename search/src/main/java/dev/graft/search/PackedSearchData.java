package dev.graft.search;

import dev.graft.data.DatasetJson;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What trials learn from, for other processes: nobody but the first decodes an image to know what lies there, which look alike
 * and how they are dealt out. Of the images it has all that {@link DatasetJson} keeps.
 *
 * @param images a {@link DatasetJson}
 * @param divisions how they are dealt out, JSON
 */
public record PackedSearchData(byte[] images, byte[] divisions) implements Serializable {
    /** JSON of {@code divisions}. */
    private record Dealt(List<Division> divisions, Optional<String> positiveClass) {}

    /** Packs. */
    public static PackedSearchData of(SearchData data) {
        String dealt = new LedgerJson().text(new Dealt(data.divisions(), data.positiveClass()));
        return new PackedSearchData(DatasetJson.encode(data.images()), dealt.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Unpacks.
     *
     * @param root where the images lie here; empty for where they lay
     * @throws dev.graft.error.GraftException if it is damaged or of another version of Graft
     */
    public SearchData unpack(Optional<Path> root) {
        Dealt dealt = new LedgerJson().value(new String(divisions, StandardCharsets.UTF_8), Dealt.class);
        return new SearchData(DatasetJson.decode(images, root), dealt.divisions(), dealt.positiveClass());
    }
}
