package dev.graft.report;

import dev.graft.io.AtomicFile;
import dev.graft.result.ContactSheet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * A {@link ContactSheet} as a self-contained HTML page.
 *
 * @param sheet to be shown
 */
public record ContactPage(ContactSheet sheet) {
    /** The page. Equal input gives equal text. */
    public String html() {
        StringBuilder sections = new StringBuilder();
        for (ContactSheet.Group group : sheet.groups()) {
            sections.append("<section>\n<h2>")
                    .append(Html.escape(group.heading()))
                    .append("</h2>\n")
                    .append(AugmentationSection.rows(group.samples()))
                    .append("</section>\n");
        }
        return Template.load("augmentation.html")
                .fill(Map.of(
                        "title", Html.escape(sheet.title()),
                        "lead", Html.escape(sheet.lead()),
                        "style", Template.resource("report.css"),
                        "sections", sections.toString(),
                        "definition", Html.escape(sheet.definition())));
    }

    /**
     * Writes the page, whole or not at all.
     *
     * @throws dev.graft.error.GraftException if it cannot be written
     */
    public void write(Path file) {
        AtomicFile.write(file, out -> out.write(html().getBytes(StandardCharsets.UTF_8)));
    }
}
