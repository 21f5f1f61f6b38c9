package dev.graft.report;

import dev.graft.io.AtomicFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Images with what augmentation makes of them, as a self-contained HTML page.
 *
 * @param title of the page
 * @param lead one or two sentences below it
 * @param groups of rows, in order
 * @param definition of the augmentation, JSON
 */
public record ContactSheet(String title, String lead, List<Group> groups, String definition) {
    /**
     * Rows that belong together.
     *
     * @param heading short
     * @param samples a row each
     */
    public record Group(String heading, List<AugmentedSample> samples) {
        public Group {
            samples = List.copyOf(samples);
        }
    }

    public ContactSheet {
        groups = List.copyOf(groups);
    }

    /** The page. Equal input gives equal text. */
    public String html() {
        StringBuilder sections = new StringBuilder();
        for (Group group : groups) {
            sections.append("<section>\n<h2>")
                    .append(Html.escape(group.heading()))
                    .append("</h2>\n")
                    .append(AugmentationSection.rows(group.samples()))
                    .append("</section>\n");
        }
        return Template.load("augmentation.html")
                .fill(Map.of(
                        "title", Html.escape(title),
                        "lead", Html.escape(lead),
                        "style", Template.resource("report.css"),
                        "sections", sections.toString(),
                        "definition", Html.escape(definition)));
    }

    /**
     * Writes the page, whole or not at all.
     *
     * @throws dev.graft.GraftException if it cannot be written
     */
    public void write(Path file) {
        AtomicFile.write(file, out -> out.write(html().getBytes(StandardCharsets.UTF_8)));
    }
}
