package dev.graft.report;

import dev.graft.result.ContactSheet;
import java.nio.file.Path;

/**
 * A {@link ContactSheet} as a self-contained HTML page.
 *
 * @param sheet to be shown
 */
public record ContactPage(ContactSheet sheet) {
    /** The page. Equal input gives equal text. */
    public String html() {
        return Html.of(JteaugmentationGenerated::render, this);
    }

    /**
     * Writes the page, whole or not at all.
     *
     * @throws dev.graft.error.GraftException if it cannot be written
     */
    public void write(Path file) {
        PageWriter.write(html(), file);
    }
}
