package dev.graft.image;

import java.io.IOException;

/** An intact file of a format that is read, in a variant that is not. */
final class UnsupportedVariantException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param reason what is not read: one line without a full stop */
    UnsupportedVariantException(String reason) {
        super(reason);
    }
}
