package dev.graft.settings;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.graft.error.GraftException;
import java.io.IOException;
import java.util.Map;

/** Lets any mapper write and read {@link TrainingSettings} in their JSON form, within other values. */
public final class SettingsModule extends SimpleModule {
    private static final long serialVersionUID = 1;

    public SettingsModule() {
        addSerializer(TrainingSettings.class, new Writer());
        addDeserializer(TrainingSettings.class, new Reader());
    }

    private static final class Writer extends StdSerializer<TrainingSettings> {
        private static final long serialVersionUID = 1;

        Writer() {
            super(TrainingSettings.class);
        }

        @Override
        public void serialize(TrainingSettings value, JsonGenerator out, SerializerProvider serializers)
                throws IOException {
            serializers.defaultSerializeValue(value.recorded(Map.of()), out);
        }
    }

    private static final class Reader extends StdDeserializer<TrainingSettings> {
        private static final long serialVersionUID = 1;

        Reader() {
            super(TrainingSettings.class);
        }

        @Override
        public TrainingSettings deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            Map<String, Object> recorded = parser.getCodec().readValue(parser, new TypeReference<>() {});
            try {
                return TrainingSettings.of(recorded, "settings");
            } catch (GraftException e) {
                throw JsonMappingException.from(parser, e.getMessage(), e);
            }
        }
    }
}
