package dev.graft.weights;

import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Link;
import io.jhdf.api.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A group of an open HDF5 file. Links are refused as Keras refuses them: they could lead to any other file. */
record Hdf5Group(Hdf5File file, Group group) {
    /** Path from the root, without a slash at either end. */
    String path() {
        String path = group.getPath();
        return path.substring(1, Math.max(1, path.length() - 1));
    }

    Set<String> names() {
        return Collections.unmodifiableSet(file.guard(() -> group.getChildren().keySet()));
    }

    /** The group at a path below this one, empty if there is none. */
    Optional<Hdf5Group> group(String path) {
        return node(path).filter(Group.class::isInstance).map(node -> new Hdf5Group(file, (Group) node));
    }

    /** The tensor at a path below this group, empty if there is none. */
    Optional<Hdf5Tensor> tensor(String path) {
        return node(path).filter(Dataset.class::isInstance).map(node -> Hdf5Tensor.of(file, (Dataset) node));
    }

    private Optional<Node> node(String path) {
        Node node = group;
        for (String name : path.split("/")) {
            Node parent = node;
            node = parent instanceof Group inner ? file.guard(() -> inner.getChild(name)) : null;
            if (node == null) {
                return Optional.empty();
            }
            if (node instanceof Link) {
                throw new WeightsException("The weights " + file.source() + " hold a link at '" + node.getPath()
                        + "', which Keras does not write. Save the weights with Keras again.");
            }
        }
        return Optional.of(node);
    }

    /** A text attribute, empty if there is none. */
    Optional<String> text(String attribute) {
        return value(attribute).filter(String.class::isInstance).map(String.class::cast);
    }

    boolean hasTexts(String attribute) {
        Set<String> attributes = file.guard(() -> group.getAttributes().keySet());
        return attributes.contains(attribute) || attributes.contains(attribute + 0);
    }

    /**
     * A list of texts; empty if there is none. An HDF5 attribute holds at most 64 KiB, so Keras splits longer lists into
     * {@code name0}, {@code name1} and so on.
     */
    List<String> texts(String attribute) {
        if (file.guard(() -> group.getAttribute(attribute)) != null) {
            return list(attribute);
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; file.guard(() -> group.getAttributes().keySet()).contains(attribute + i); i++) {
            texts.addAll(list(attribute + i));
        }
        return texts;
    }

    private List<String> list(String attribute) {
        Object value = value(attribute).orElse(null);
        if (value instanceof String[] texts) {
            return List.of(texts);
        }
        // An empty list has no element to tell its type by; h5py makes it one of numbers.
        if (value == null) {
            return List.of();
        }
        throw file.damaged("attribute '" + attribute + "' of '" + group.getPath() + "' is no list of texts");
    }

    private Optional<Object> value(String name) {
        return file.guard(() -> {
            Attribute attribute = group.getAttribute(name);
            return attribute == null ? Optional.empty() : Optional.ofNullable(attribute.getData());
        });
    }
}
