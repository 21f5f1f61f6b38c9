package dev.graft.report;

import dev.graft.data.DuplicateSet;
import dev.graft.result.Numbers;
import java.util.List;

/** Images that the split keeps together because they are equal or look alike, folded. */
final class DuplicateTable {
    private static final int SHOWN = 100;
    private static final int NAMES = 6;

    private DuplicateTable() {}

    /** Empty without any. */
    static String html(List<DuplicateSet> sets) {
        if (sets.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder("<details>\n<summary>Images that are equal or look alike ("
                + Numbers.counted(sets.size(), "set")
                + ")</summary>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\""
                + " aria-label=\"Images that are equal or look alike\">\n<table>\n<thead><tr><th scope=\"col\">They</th>"
                + "<th scope=\"col\">Classes</th><th scope=\"col\">Images</th></tr></thead>\n<tbody>\n");
        sets.stream().limit(SHOWN).forEach(set -> out.append(row(set)));
        out.append("</tbody>\n</table>\n</div>\n");
        if (sets.size() > SHOWN) {
            out.append("<p class=\"note\">… and " + Numbers.count(sets.size() - SHOWN)
                    + " more, all of them in result.json.</p>\n");
        }
        return out.append("</details>\n").toString();
    }

    private static String row(DuplicateSet set) {
        int more = set.images().size() - NAMES;
        String names = String.join(
                        ", ",
                        set.images().subList(0, Math.min(NAMES, set.images().size())))
                + (more > 0 ? " and " + Numbers.count(more) + " more" : "");
        return "<tr><th scope=\"row\">" + (set.exact() ? "are equal" : "look alike") + "</th><td>"
                + Html.escape(String.join(", ", set.classes())) + "</td><td>" + Html.escape(names) + "</td></tr>\n";
    }
}
