package dev.graft.report;

import dev.graft.provenance.Provenance;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** All that determined the run, section by section, folded. */
final class ProvenanceSection {
    private ProvenanceSection() {}

    static String html(Provenance provenance) {
        StringBuilder out = new StringBuilder();
        provenance.sections().forEach((name, settings) -> out.append(section(name, settings)));
        return out.length() == 0 ? "<p>Nothing was recorded.</p>\n" : out.toString();
    }

    private static String section(String name, Map<String, Object> settings) {
        StringBuilder out = new StringBuilder("<details>\n<summary>" + Html.escape(name) + "</summary>\n"
                + "<table class=\"settings\">\n<thead class=\"hidden\"><tr><th scope=\"col\">Setting</th>"
                + "<th scope=\"col\">Value</th></tr></thead>\n<tbody>\n");
        settings.forEach((key, value) -> out.append(
                "<tr><th scope=\"row\">" + Html.escape(key) + "</th><td>" + Html.escape(text(value)) + "</td></tr>\n"));
        return out.append("</tbody>\n</table>\n</details>\n").toString();
    }

    private static String text(Object value) {
        if (value instanceof Collection<?> values) {
            return values.stream().map(ProvenanceSection::text).collect(Collectors.joining(", "));
        }
        if (value instanceof Map<?, ?> values) {
            return values.entrySet().stream()
                    .map(entry -> entry.getKey() + " " + text(entry.getValue()))
                    .collect(Collectors.joining("; "));
        }
        return value instanceof Double || value instanceof Float
                ? number(((Number) value).doubleValue(), value.toString())
                : String.valueOf(value);
    }

    /** All digits, as 0.0001 rather than 1.0E-4 while that is the shorter to read. */
    private static String number(double value, String text) {
        double size = Math.abs(value);
        return size >= 1e-6 && size < 1e7
                ? new BigDecimal(text).stripTrailingZeros().toPlainString()
                : text;
    }
}
