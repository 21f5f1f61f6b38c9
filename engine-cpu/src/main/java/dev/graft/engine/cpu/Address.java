package dev.graft.engine.cpu;

import org.bytedeco.javacpp.Pointer;

/** A place in memory that owns nothing. */
final class Address extends Pointer {
    Address(long address) {
        super((Pointer) null);
        this.address = address;
    }
}
