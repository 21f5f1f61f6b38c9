package dev.graft.report;

import java.util.List;

/**
 * A part of a model card.
 *
 * @param title heading
 * @param sentences plain, one after another
 * @param rows of a table with two columns or more, the first row its header; may be empty
 */
record CardSection(String title, List<String> sentences, List<List<String>> rows) {
    CardSection {
        sentences = List.copyOf(sentences);
        rows = rows.stream().map(List::copyOf).toList();
    }

    String markdown() {
        StringBuilder out = new StringBuilder("## " + plain(title) + "\n\n");
        sentences.forEach(sentence -> out.append("- ").append(plain(sentence)).append('\n'));
        if (!sentences.isEmpty()) {
            out.append('\n');
        }
        for (int i = 0; i < rows.size(); i++) {
            out.append("| ");
            out.append(String.join(
                    " | ", rows.get(i).stream().map(CardSection::plain).toList()));
            out.append(" |\n");
            if (i == 0) {
                out.append("|---".repeat(rows.get(0).size())).append("|\n");
            }
        }
        return out.append(rows.isEmpty() ? "" : "\n").toString();
    }

    /** File names and class names must not become links, tables or tags. */
    static String plain(String text) {
        return text.replaceAll("([\\\\`*_\\[\\]<>|#])", "\\\\$1").replaceAll("\\R", " ");
    }

    String html() {
        StringBuilder out = new StringBuilder("<section>\n<h2>" + Html.escape(title) + "</h2>\n");
        out.append(Html.list("plain", sentences));
        if (!rows.isEmpty()) {
            out.append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"" + Html.escape(title)
                    + "\">\n<table class=\"figures\">\n<thead><tr>");
            rows.get(0).forEach(cell -> out.append("<th scope=\"col\">" + Html.escape(cell) + "</th>"));
            out.append("</tr></thead>\n<tbody>\n");
            rows.stream().skip(1).forEach(row -> out.append(row(row)));
            out.append("</tbody>\n</table>\n</div>\n");
        }
        return out.append("</section>\n").toString();
    }

    private static String row(List<String> cells) {
        StringBuilder out = new StringBuilder("<tr><th scope=\"row\">" + Html.escape(cells.get(0)) + "</th>");
        cells.stream().skip(1).forEach(cell -> out.append("<td>" + Html.escape(cell) + "</td>"));
        return out.append("</tr>\n").toString();
    }
}
