package dev.graft.freeze;

import dev.graft.error.GraftException;
import dev.graft.graph.LayerInfo;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Names of layers, and what to say where one does not exist. */
final class LayerNames {
    private static final int SHOWN = 5;
    private static final int LAST = 8;

    private LayerNames() {}

    /** In order. */
    static Set<String> of(List<LayerInfo> layers) {
        return layers.stream().map(LayerInfo::name).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * Where a layer stands.
     *
     * @throws GraftException if there is none of that name
     */
    static int index(List<LayerInfo> backbone, String name) {
        for (int i = 0; i < backbone.size(); i++) {
            if (backbone.get(i).name().equals(name)) {
                return i;
            }
        }
        List<LayerInfo> last = backbone.subList(Math.max(0, backbone.size() - LAST), backbone.size());
        throw new GraftException("The backbone has no layer '" + name + "'. " + near(name, of(backbone))
                + "Its last layers are " + String.join(", ", of(last)) + ".");
    }

    /** A sentence with names that are written in a similar way, and a blank behind it; empty if there are none. */
    static String near(String wanted, Collection<String> names) {
        String text = letters(wanted);
        List<String> near = names.stream()
                .filter(name -> distance(text, letters(name)) <= Math.max(2, text.length() / 3)
                        || text.length() > 2 && letters(name).contains(text))
                .sorted(Comparator.comparingInt(name -> distance(text, letters(name))))
                .limit(SHOWN)
                .toList();
        return near.isEmpty() ? "" : "Near names: " + String.join(", ", near) + ". ";
    }

    /** Without what may be of a regular expression. */
    private static String letters(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "");
    }

    /** Levenshtein's: letters to put in, take away or change. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
