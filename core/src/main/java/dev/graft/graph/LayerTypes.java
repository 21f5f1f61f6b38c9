package dev.graft.graph;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.error.GraftException;
import dev.graft.io.BoundedJson;
import dev.graft.io.Services;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The types of layers that other modules bring, by id. Immutable. */
public final class LayerTypes {
    private static final ObjectMapper MAPPER = BoundedJson.mapper()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();

    private final Map<String, LayerType<?>> types = new TreeMap<>();

    /**
     * Given types.
     *
     * @throws GraftException if two share an id
     */
    public LayerTypes(Collection<? extends LayerType<?>> types) {
        for (LayerType<?> type : types) {
            LayerType<?> other = this.types.putIfAbsent(type.id(), type);
            if (other != null) {
                throw new GraftException("Two types of layers share the id '" + type.id() + "': "
                        + other.getClass().getName() + " and " + type.getClass().getName()
                        + ". Remove one of their modules from the class path.");
            }
        }
    }

    /** All that {@link java.util.ServiceLoader} finds; a broken one is logged and does not hide the others. */
    @SuppressWarnings("rawtypes") // A class literal has no type arguments.
    public static LayerTypes load() {
        List<LayerType<?>> types = new ArrayList<>();
        Services.found(LayerType.class, LayerType::id).forEach(types::add);
        return new LayerTypes(types);
    }

    /** A layer of a type, to be added to a network and kept with it. */
    static <S extends Record> NetworkLayer.Custom record(String name, LayerType<S> type, S settings, String... from) {
        Map<String, Object> values =
                MAPPER.convertValue(settings, new TypeReference<LinkedHashMap<String, Object>>() {});
        return new NetworkLayer.Custom(name, List.of(from), type.id(), type.module(), type.kind(), values);
    }

    /**
     * What a recorded layer becomes.
     *
     * @throws GraftException if its type is not here (the module to add is named), or its settings are none of that type
     */
    Dl4jPart create(NetworkLayer.Custom layer) {
        LayerType<?> type = types.get(layer.layerType());
        if (type == null) {
            throw new GraftException("Layer '" + layer.name() + "' is of the type '" + layer.layerType()
                    + "', which is not on the class path. The module " + layer.module()
                    + " brings it: add that dependency.");
        }
        return create(type, layer);
    }

    private static <S extends Record> Dl4jPart create(LayerType<S> type, NetworkLayer.Custom layer) {
        S settings;
        try {
            settings = MAPPER.convertValue(layer.settings(), type.settings());
        } catch (IllegalArgumentException e) {
            throw new GraftException(
                    "Layer '" + layer.name() + "' has settings that the type '" + type.id() + "' does not take: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                            + ". Use the version of " + type.module() + " that the model was made with.",
                    e);
        }
        return type.create(settings);
    }
}
