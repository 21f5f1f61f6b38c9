package dev.graft.search;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The reference experiment: two baseline networks and five pretrained backbones, by how many layers learn, optimizer,
 * learning rate and augmentation, each twice. It lies in {@value #FILE}, beside this class.
 */
public final class ReferenceGrid {
    /** Name of the file. */
    public static final String FILE = "reference-grid.yaml";

    private ReferenceGrid() {}

    /** All of it. Change what does not fit with {@link SearchSpace#with}. */
    public static SearchSpace space() {
        return SpaceFile.read(text(), FILE, false);
    }

    /** The file, to be changed by people. */
    public static String text() {
        try (InputStream in = ReferenceGrid.class.getResourceAsStream(FILE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The resource " + FILE + " cannot be read", e);
        }
    }
}
