package dev.graft.explain;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Localisation over images.
 *
 * @param images how many
 * @param share mean share of heat inside the mask
 * @param hits share of images whose hottest pixel lies inside
 * @param precisionRecallArea mean area under the precision-recall curve
 * @param area mean share of the image that the mask covers: what a model without any skill gets in all three, on average
 */
public record LocalisationSummary(int images, double share, double hits, double precisionRecallArea, double area) {
    /** @throws IllegalArgumentException without any image */
    public static LocalisationSummary of(List<Localisation> all) {
        if (all.isEmpty()) {
            throw new IllegalArgumentException("There is no image to summarise");
        }
        return new LocalisationSummary(
                all.size(),
                mean(all, Localisation::share),
                mean(all, each -> each.hit() ? 1 : 0),
                mean(all, Localisation::precisionRecallArea),
                mean(all, Localisation::area));
    }

    private static double mean(List<Localisation> all, ToDoubleFunction<Localisation> value) {
        return all.stream().mapToDouble(value).average().orElseThrow();
    }

    /** In words, for people. */
    public String describe() {
        return String.format(
                Locale.ROOT,
                "On %d image%s with a mask: %.1f %% of the heat inside it, hottest point inside %.1f %% of them, area under"
                        + " the precision-recall curve %.3f. Without skill: %.1f %%, %.1f %%, %.3f.",
                images,
                images == 1 ? "" : "s",
                100 * share,
                100 * hits,
                precisionRecallArea,
                100 * area,
                100 * area,
                area);
    }
}
