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

    /** Those below the header. */
    List<Table.Row> tableRows() {
        return rows.stream()
                .skip(1)
                .map(row -> Table.row(row.toArray(String[]::new)))
                .toList();
    }
}
