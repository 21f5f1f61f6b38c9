package dev.graft.recommend;

import dev.graft.freeze.TrainingRole;
import dev.graft.graph.LayerInfo;
import dev.graft.model.BackboneOutline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A layer of a backbone whose feature map is all that the layers above need.
 *
 * @param layer its name
 * @param index its position in the backbone
 * @param channels of its feature map
 * @param unfrozen how many last layers lie above, those left aside that learn nothing: 0 for the backbone's end
 */
public record Cut(String layer, int index, int channels, int unfrozen) {
    private static final int MOST = 5;
    private static final Set<String> JOINS = Set.of("Add", "Concatenate");

    /**
     * The backbone's cuts to look at, five at most: for each resolution the last sum or concatenation that everything passes, with
     * the activation behind it; else the last pooling; else the last layer. And the end.
     */
    static List<Cut> of(BackboneOutline outline) {
        Map<List<Long>, End> ends = new LinkedHashMap<>();
        int learning = firstLearning(outline, 0);
        for (LayerInfo layer : outline.layers()) {
            if (layer.index() >= learning
                    && isPassedByAll(layer, outline)
                    && !layer.kind().startsWith("ZeroPadding")) {
                List<Long> resolution = layer.outputShape().subList(1, 3);
                ends.put(resolution, later(ends.get(resolution), layer, outline));
            }
        }
        List<LayerInfo> chosen = new ArrayList<>(ends.values().stream()
                .map(End::layer)
                .filter(layer -> unfrozen(layer, outline) > 0)
                .toList());
        chosen.add(outline.layers().get(outline.layers().size() - 1));
        return chosen.subList(Math.max(0, chosen.size() - MOST), chosen.size()).stream()
                .map(layer -> new Cut(
                        layer.name(),
                        layer.index(),
                        Math.toIntExact(layer.outputShape().get(0)),
                        unfrozen(layer, outline)))
                .toList();
    }

    /** Where a resolution ends, as far as is known, and how good an end that is. */
    private record End(LayerInfo layer, int rank) {}

    private static End later(@Nullable End known, LayerInfo layer, BackboneOutline outline) {
        if (known == null || rank(layer) >= known.rank()) {
            return new End(layer, rank(layer));
        }
        return follows(layer, known.layer(), outline) ? new End(layer, known.rank()) : known;
    }

    private static int rank(LayerInfo layer) {
        if (JOINS.contains(layer.kind())) {
            return 2;
        }
        return layer.kind().contains("Pooling") ? 1 : 0;
    }

    /** Whether a layer takes another one's output and learns nothing, as an activation behind a sum. */
    private static boolean follows(LayerInfo layer, LayerInfo other, BackboneOutline outline) {
        return layer.inputs().equals(List.of(other.name()))
                && outline.roles().get(layer.index()) == TrainingRole.CONSTANT;
    }

    /** Whether no later layer takes the output of an earlier one. */
    private static boolean isPassedByAll(LayerInfo layer, BackboneOutline outline) {
        if (layer.outputShape().size() != 3) {
            return false;
        }
        Set<String> before = Set.copyOf(outline.layers().subList(0, layer.index()).stream()
                .map(LayerInfo::name)
                .toList());
        return outline.layers().subList(layer.index() + 1, outline.layers().size()).stream()
                .allMatch(above -> above.inputs().stream().noneMatch(before::contains));
    }

    private static int unfrozen(LayerInfo layer, BackboneOutline outline) {
        return outline.layers().size() - firstLearning(outline, layer.index() + 1);
    }

    private static int firstLearning(BackboneOutline outline, int from) {
        int index = from;
        while (index < outline.layers().size() && outline.roles().get(index) == TrainingRole.CONSTANT) {
            index++;
        }
        return index;
    }
}
