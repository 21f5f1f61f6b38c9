package dev.graft.feature;

import dev.graft.engine.ImageBatch;
import dev.graft.engine.InferenceSession;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Frozen layers of several models as one network, which computes what they have in common once: the model that gives most
 * of what is wanted goes first, the others go on from what it gives.
 */
final class JoinedNetwork implements AutoCloseable {
    private final List<String> wanted;
    private final List<Part> parts = new ArrayList<>();

    /**
     * One model's share of the work.
     *
     * @param from keys of what it is given; the first part is given the images
     * @param to keys of what it gives
     */
    private record Part(InferenceSession session, List<String> from, List<String> to) {}

    private JoinedNetwork(Set<String> wanted) {
        this.wanted = List.copyOf(wanted);
    }

    /**
     * Joins networks that see the same images. Their parameters are copied.
     *
     * @param wanted keys of feature maps; each is in some network
     */
    static JoinedNetwork of(List<FrozenNetwork> networks, Set<String> wanted) {
        JoinedNetwork joined = new JoinedNetwork(wanted);
        try {
            joined.open(networks);
            return joined;
        } catch (RuntimeException | Error e) {
            joined.close();
            throw e;
        }
    }

    private void open(List<FrozenNetwork> networks) {
        Set<String> missing = new LinkedHashSet<>(wanted);
        FrozenNetwork first = giverOfMost(networks, missing);
        Map<String, String> given = first.verticesByKey();
        Set<String> fromFirst = taken(missing, given);
        List<Part> others = new ArrayList<>();
        // The first one's session can only be made when it is known what the others need, but it is closed with them.
        while (!missing.isEmpty()) {
            FrozenNetwork next = giverOfMost(networks, missing);
            Map<String, String> vertices = next.verticesByKey();
            List<String> to = List.copyOf(taken(missing, vertices));
            List<String> toVertices = to.stream().map(vertices::get).toList();
            List<String> fromVertices = next.highest(toVertices, given::containsKey);
            List<String> from = fromVertices.stream().map(next.keys()::vertex).toList();
            fromFirst.addAll(from);
            Part part = new Part(next.engine().inference(next.model().graph(), fromVertices, toVertices), from, to);
            others.add(part);
            parts.add(part);
        }
        List<String> to = List.copyOf(fromFirst);
        InferenceSession session = first.engine()
                .inference(first.model().graph(), to.stream().map(given::get).toList());
        parts.add(0, new Part(session, List.of(), to));
    }

    private static FrozenNetwork giverOfMost(List<FrozenNetwork> networks, Set<String> wanted) {
        return networks.stream()
                .max(Comparator.comparingLong(network -> wanted.stream()
                        .filter(network.verticesByKey()::containsKey)
                        .count()))
                .orElseThrow();
    }

    /** Moves what a network gives out of a set. */
    private static Set<String> taken(Set<String> missing, Map<String, String> given) {
        Set<String> taken = new LinkedHashSet<>(missing);
        taken.retainAll(given.keySet());
        missing.removeAll(taken);
        return taken;
    }

    /** Keys of the feature maps in the order in which they are computed. */
    List<String> wanted() {
        return wanted;
    }

    /**
     * Computes one chunk.
     *
     * @return the wanted feature maps; the caller closes them
     */
    FeatureMaps compute(ImageBatch images) {
        Map<String, INDArray> maps = new HashMap<>();
        for (Part part : parts) {
            INDArray[] outputs = part.from().isEmpty()
                    ? part.session().run(images)
                    : part.session().run(part.from().stream().map(maps::get).toArray(INDArray[]::new));
            for (int i = 0; i < outputs.length; i++) {
                maps.put(part.to().get(i), ordered(outputs[i]));
            }
        }
        return new FeatureMaps(wanted.stream().map(maps::get).toList(), List.copyOf(maps.values()));
    }

    private static INDArray ordered(INDArray output) {
        if (output.ordering() == 'c' && !output.isView()) {
            return output;
        }
        INDArray ordered = output.dup('c');
        if (output.closeable()) {
            output.close();
        }
        return ordered;
    }

    @Override
    public void close() {
        parts.forEach(part -> part.session().close());
    }
}
