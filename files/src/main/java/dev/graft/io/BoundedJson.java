package dev.graft.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;

/**
 * JSON that a stranger may have written: deep nesting, endless numbers and names, and a name twice in one object are
 * refused. How long a document may be is for {@link BoundedFile} to say.
 */
public final class BoundedJson {
    /** Nothing that this library reads nests deeper than a dozen. */
    private static final int DEEPEST = 64;

    private static final int LONGEST_NAME = 1 << 13;
    private static final int LONGEST_NUMBER = 128;

    private BoundedJson() {}

    /** The limits alone, for other formats that Jackson reads. */
    public static StreamReadConstraints limits() {
        return StreamReadConstraints.builder()
                .maxNestingDepth(DEEPEST)
                .maxNameLength(LONGEST_NAME)
                .maxNumberLength(LONGEST_NUMBER)
                .build();
    }

    /** Starts a mapper that reads within the limits. */
    public static JsonMapper.Builder mapper() {
        return JsonMapper.builder(JsonFactory.builder()
                .streamReadConstraints(limits())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build());
    }

    /**
     * The same for records, whose fields must all be there: an absent {@link java.util.Optional} is null, and a number that is
     * undefined or infinite is the string {@code "NaN"}, {@code "Infinity"} or {@code "-Infinity"}. Unknown fields are passed
     * over, for a later Graft may add some without a new format number.
     */
    public static JsonMapper.Builder records() {
        return mapper()
                // JSON has no NaN. As a string it stays apart from infinity, which null would not.
                .enable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
                .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .addModule(new Jdk8Module())
                // Line ends are fixed, so that every system writes the same bytes.
                .defaultPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));
    }
}
