package dev.graft.freeze;

import dev.graft.error.GraftException;
import dev.graft.error.Lookup;
import dev.graft.graph.LayerInfo;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The blocks of a backbone, as its layers' names and wiring tell them; see {@link FreezePolicy#blocks}. */
final class LayerBlocks {
    private final List<LayerInfo> layers;

    LayerBlocks(List<LayerInfo> layers) {
        this.layers = layers;
    }

    /**
     * Names of a block's layers.
     *
     * @throws GraftException if there is no such block
     */
    Set<String> layersOf(String block) {
        Set<String> found = new LinkedHashSet<>();
        for (LayerInfo layer : layers) {
            if (belongs(layer.name(), block)) {
                found.add(layer.name());
            }
            if (layer.name().equals(block) && layer.inputs().size() > 1) {
                found.addAll(closedBy(layer.index()));
            }
        }
        if (found.isEmpty()) {
            Set<String> all = names();
            String near = LayerNames.near(block, all);
            throw new GraftException("The backbone has no block '" + block + "'. "
                    + (near.isEmpty() ? "Its blocks are " + String.join(", ", all) + "." : near.strip()));
        }
        return found;
    }

    private static boolean belongs(String layer, String block) {
        if (block.isEmpty() || !layer.startsWith(block)) {
            return false;
        }
        String rest = layer.substring(block.length());
        boolean numbered = Character.isDigit(block.charAt(block.length() - 1));
        return rest.isEmpty() || rest.startsWith("_") || numbered && rest.matches("[a-z](_.*)?");
    }

    /** Everything between a layer and the last one that every way to it passes. */
    private Set<String> closedBy(int join) {
        List<BitSet> passed = passed(join);
        BitSet before = (BitSet) passed.get(join).clone();
        before.clear(join);
        int fork = before.length() - 1;
        Set<String> found = new LinkedHashSet<>();
        for (int i : below(join).stream().toArray()) {
            if (i != fork && passed.get(i).get(fork)) {
                found.add(layers.get(i).name());
            }
        }
        return found;
    }

    /** For every layer up to one, those that every way from the input to it passes, itself included. */
    private List<BitSet> passed(int last) {
        Map<String, Integer> indices = indices();
        List<BitSet> passed = new ArrayList<>();
        for (int i = 0; i <= last; i++) {
            BitSet common = new BitSet();
            List<String> inputs = layers.get(i).inputs();
            for (int j = 0; j < inputs.size(); j++) {
                BitSet ofInput = passed.get(Lookup.in(indices, inputs.get(j), "index"));
                if (j == 0) {
                    common.or(ofInput);
                } else {
                    common.and(ofInput);
                }
            }
            common.set(i);
            passed.add(common);
        }
        return passed;
    }

    /** A layer and all that it is computed from. */
    private BitSet below(int layer) {
        Map<String, Integer> indices = indices();
        BitSet below = new BitSet();
        below.set(layer);
        for (int i = layer; i >= 0; i--) {
            if (below.get(i)) {
                layers.get(i).inputs().forEach(input -> below.set(Lookup.in(indices, input, "index")));
            }
        }
        return below;
    }

    private Map<String, Integer> indices() {
        Map<String, Integer> indices = new HashMap<>();
        layers.forEach(layer -> indices.put(layer.name(), layer.index()));
        return indices;
    }

    /** What may be called a block: beginnings that several layers share. */
    private Set<String> names() {
        Map<String, Integer> counts = new HashMap<>();
        Set<String> beginnings = new LinkedHashSet<>();
        for (LayerInfo layer : layers) {
            for (int end = layer.name().indexOf('_');
                    end > 0;
                    end = layer.name().indexOf('_', end + 1)) {
                String beginning = layer.name().substring(0, end);
                counts.merge(beginning, 1, Integer::sum);
                beginnings.add(beginning);
            }
            if (layer.inputs().size() > 1) {
                beginnings.add(layer.name());
                counts.put(layer.name(), 2);
            }
        }
        beginnings.removeIf(beginning -> counts.getOrDefault(beginning, 0) < 2);
        return beginnings;
    }
}
