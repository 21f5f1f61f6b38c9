package dev.graft.report;

import dev.graft.provenance.Provenance;
import dev.graft.report.Table.Row;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** All that determined a run. */
final class ProvenanceTables {
    private ProvenanceTables() {}

    /** Settings and their values, section by section. */
    static Map<String, List<Row>> of(Provenance provenance) {
        Map<String, List<Row>> tables = new LinkedHashMap<>();
        provenance
                .sections()
                .forEach((name, settings) -> tables.put(
                        name,
                        settings.entrySet().stream()
                                .map(setting -> Table.row(setting.getKey(), text(setting.getValue())))
                                .toList()));
        return tables;
    }

    private static String text(Object value) {
        if (value instanceof Collection<?> values) {
            return values.stream().map(ProvenanceTables::text).collect(Collectors.joining(", "));
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
