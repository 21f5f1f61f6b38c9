package dev.graft.result;

/** How much a {@link Finding} matters. */
public enum Severity {
    /** The model is of no use as it is, or its figures mislead. */
    SERIOUS,
    /** Something went worse than it could have. */
    WARNING,
    /** To know when figures are judged. */
    NOTE
}
