package dev.graft.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

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
}
