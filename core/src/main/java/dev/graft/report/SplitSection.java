package dev.graft.report;

import java.util.List;

/** How the images were divided, what that guards against and what not. */
final class SplitSection {
    private SplitSection() {}

    static String html(TrainingResult result) {
        StringBuilder out = new StringBuilder(
                "<div class=\"scroll\" tabindex=\"0\" role=\"region\""
                        + " aria-label=\"Parts of the split\">\n<table class=\"numbers\">\n<thead><tr><th scope=\"col\">Part</th>");
        result.classNames()
                .forEach(name -> out.append("<th scope=\"col\">")
                        .append(Html.escape(name))
                        .append("</th>"));
        out.append("<th scope=\"col\">Images</th><th scope=\"col\">Groups</th></tr></thead>\n<tbody>\n");
        result.parts().forEach(part -> out.append(row(part)));
        out.append("</tbody>\n</table>\n</div>\n");
        if (result.parts().stream().allMatch(part -> part.groups() < 0)) {
            out.append("<p class=\"note\">Groups (patients, say) are unknown.</p>\n");
        }
        out.append(sentences("What the split guards against", "guards", result.splitGuarantees()));
        out.append(sentences("What it could not guard against", "gaps", result.splitWarnings()));
        result.chanceTest().ifPresent(test -> out.append("<p>" + Html.escape(ChanceSentence.of(test)) + "</p>\n"));
        result.comparison().ifPresent(comparison -> out.append(ComparisonTable.html(comparison)));
        return out.append(DuplicateTable.html(result.duplicates())).toString();
    }

    private static String row(PartSummary part) {
        StringBuilder out = new StringBuilder("<tr><th scope=\"row\">" + Html.escape(part.name()) + "</th>");
        part.imagesPerClass()
                .forEach(n -> out.append("<td>").append(Numbers.count(n)).append("</td>"));
        String groups = part.groups() < 0 ? Numbers.UNDEFINED : Numbers.count(part.groups());
        return out.append("<td>" + Numbers.count(part.images()) + "</td><td>" + groups + "</td></tr>\n")
                .toString();
    }

    private static String sentences(String heading, String cssClass, List<String> sentences) {
        return sentences.isEmpty() ? "" : "<h3>" + heading + "</h3>\n" + Html.list(cssClass, sentences);
    }
}
