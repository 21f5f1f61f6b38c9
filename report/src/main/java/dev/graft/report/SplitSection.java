package dev.graft.report;

import dev.graft.result.ChanceSentence;
import dev.graft.result.ManyClasses;
import dev.graft.result.Numbers;
import dev.graft.result.PartSummary;
import dev.graft.result.TrainingResult;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** How the images were divided, what that guards against and what not. */
final class SplitSection {
    private SplitSection() {}

    static String html(TrainingResult result) {
        boolean many = ManyClasses.are(result.classNames());
        StringBuilder out = new StringBuilder(
                "<div class=\"scroll\" tabindex=\"0\" role=\"region\""
                        + " aria-label=\"Parts of the split\">\n<table class=\"numbers\">\n<thead><tr><th scope=\"col\">Part</th>");
        (many ? List.of("Classes", "Images of a class") : result.classNames())
                .forEach(name -> out.append("<th scope=\"col\">")
                        .append(Html.escape(name))
                        .append("</th>"));
        out.append("<th scope=\"col\">Images</th><th scope=\"col\">Groups</th></tr></thead>\n<tbody>\n");
        result.parts().forEach(part -> out.append(row(part, many)));
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

    private static String row(PartSummary part, boolean many) {
        StringBuilder out = new StringBuilder("<tr><th scope=\"row\">" + Html.escape(part.name()) + "</th>");
        (many ? summary(part) : part.imagesPerClass().stream().map(Numbers::count))
                .forEach(cell -> out.append("<td>").append(cell).append("</td>"));
        String groups = part.groups() < 0 ? Numbers.UNDEFINED : Numbers.count(part.groups());
        return out.append("<td>" + Numbers.count(part.images()) + "</td><td>" + groups + "</td></tr>\n")
                .toString();
    }

    /** How many classes there are, and of how many images. */
    private static Stream<String> summary(PartSummary part) {
        List<Integer> images = part.imagesPerClass();
        int fewest = Collections.min(images);
        int most = Collections.max(images);
        return Stream.of(
                Numbers.count(images.stream().filter(n -> n > 0).count()),
                fewest == most ? Numbers.count(most) : Numbers.count(fewest) + "–" + Numbers.count(most));
    }

    private static String sentences(String heading, String cssClass, List<String> sentences) {
        return sentences.isEmpty() ? "" : "<h3>" + heading + "</h3>\n" + Html.list(cssClass, sentences);
    }
}
