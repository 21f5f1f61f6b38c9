package dev.graft.report;

import java.util.List;

/** Text for an HTML page. */
final class Html {
    private Html() {}

    /** Text as element content or as a quoted attribute value. Keeps a number and its percent sign on one line. */
    static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case ' ' -> out.append(text.startsWith("%", i + 1) ? "&nbsp;" : " ");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    /** JSON that a script element may hold: no {@code <} that could end the element or open a comment. */
    static String scriptSafe(String json) {
        return json.replace("<", "\\u003c");
    }

    /** A list of plain sentences; empty without any. */
    static String list(String cssClass, List<String> sentences) {
        if (sentences.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder("<ul class=\"" + cssClass + "\">\n");
        sentences.forEach(s -> out.append("<li>").append(escape(s)).append("</li>\n"));
        return out.append("</ul>\n").toString();
    }
}
