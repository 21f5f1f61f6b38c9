package dev.graft.engine.program;

import dev.graft.error.GraftException;

/** A network has a vertex that no program can express. The reference engine runs it. */
public class UnsupportedVertexException extends GraftException {
    private static final long serialVersionUID = 1L;

    private final String vertex;
    private final String reason;

    /**
     * @param vertex its name
     * @param reason what it is or does that is not supported, as the end of a sentence
     */
    public UnsupportedVertexException(String vertex, String reason) {
        super("Layer '" + vertex + "' cannot be compiled: " + reason
                + ". The engine dl4j runs every network (--engine dl4j).");
        this.vertex = vertex;
        this.reason = reason;
    }

    /** Name of the vertex. */
    public String vertex() {
        return vertex;
    }

    /** What it is or does that is not supported, as the end of a sentence. */
    public String reason() {
        return reason;
    }
}
