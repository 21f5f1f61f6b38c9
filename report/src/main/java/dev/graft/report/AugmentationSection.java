package dev.graft.report;

import dev.graft.data.RgbImage;
import dev.graft.result.AugmentedSample;
import java.util.List;

/** Training images beside what the network saw of them. */
final class AugmentationSection {
    private AugmentationSection() {}

    static String html(List<AugmentedSample> samples) {
        if (samples.isEmpty()) {
            return "";
        }
        return "<section aria-labelledby=\"augmentation\">\n"
                + "<h2 id=\"augmentation\">Augmentation</h2>\n"
                + "<p class=\"lead\">Training images, and what the network saw of them in its first epochs."
                + " Validation and test images are never augmented.</p>\n"
                + rows(samples) + "</section>\n";
    }

    /** A row for each image. */
    static String rows(List<AugmentedSample> samples) {
        StringBuilder out = new StringBuilder();
        for (AugmentedSample sample : samples) {
            out.append("<div class=\"samples augmented\">\n");
            out.append(figure(sample.original(), sample.name() + " as it is", "original", sample.name()));
            int number = 1;
            for (RgbImage image : sample.augmented()) {
                String caption = "augmented " + number++;
                out.append(figure(image, sample.name() + ", " + caption, caption, ""));
            }
            out.append("</div>\n");
        }
        return out.toString();
    }

    private static String figure(RgbImage image, String alt, String caption, String name) {
        return "<figure>\n<img src=\"" + Thumbnail.dataUri(image) + "\" alt=\"" + Html.escape(alt)
                + "\">\n<figcaption>\n<span>" + caption + "</span>\n"
                + (name.isEmpty()
                        ? ""
                        : "<small title=\"" + Html.escape(name) + "\">"
                                + Html.escape(name.substring(name.lastIndexOf('/') + 1)) + "</small>\n")
                + "</figcaption>\n</figure>\n";
    }
}
