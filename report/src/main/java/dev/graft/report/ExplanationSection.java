package dev.graft.report;

import dev.graft.data.RgbImage;
import dev.graft.metrics.Prediction;
import dev.graft.result.ExplainedImage;
import dev.graft.result.Numbers;
import java.util.List;

/** Where the model looked. */
final class ExplanationSection {
    private ExplanationSection() {}

    /** Empty without pictures. */
    static String html(List<String> classNames, List<ExplainedImage> images, String part) {
        if (images.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder("<section aria-labelledby=\"explanations\">\n"
                + "<h2 id=\"explanations\">Where the model looked</h2>\n"
                + "<p class=\"lead\">Images of the " + part + " part, and on each the places that spoke for the"
                + " predicted class (Grad-CAM): the lighter, the more, relative to the image's own maximum. Heat beside the object"
                + " is a sign that something else decides; heat on it is no proof that the model is right.</p>\n"
                + "<div class=\"explanations\">\n");
        for (ExplainedImage image : images) {
            Prediction p = image.prediction();
            String predicted = classNames.get(p.predicted());
            String answer = predicted + ", " + Numbers.percent(p.confidence());
            String truth = p.correct() ? "right" : "is " + classNames.get(p.actual());
            out.append("<div class=\"samples explained\">\n")
                    .append(figure(image.image(), p.image(), fileName(p.image()), ""))
                    .append(figure(
                            image.overlay(),
                            "Places in " + p.image() + " that spoke for “" + predicted + "”",
                            (p.correct() ? "✓ " : "✗ ") + answer,
                            truth))
                    .append("</div>\n");
        }
        return out.append("</div>\n</section>\n").toString();
    }

    private static String figure(RgbImage image, String alt, String caption, String note) {
        return "<figure>\n<img src=\"" + Thumbnail.dataUri(image) + "\" alt=\"" + Html.escape(alt)
                + "\">\n<figcaption>\n<span>" + Html.escape(caption) + "</span>\n"
                + (note.isEmpty() ? "" : "<small>" + Html.escape(note) + "</small>\n")
                + "</figcaption>\n</figure>\n";
    }

    private static String fileName(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
