package dev.graft.engine.cuda.plan;

/** What an array in a device's memory is made of. */
public enum ElementType {
    /** Single precision. */
    F32(4, "float"),
    /** bfloat16: the upper half of single precision. */
    BF16(2, "bf16"),
    /** Double precision. */
    F64(8, "double"),
    /** Whole numbers of 32 bits. */
    I32(4, "int"),
    /** Counters of 32 bits. */
    U32(4, "unsigned"),
    /** Bytes 0..255. */
    U8(1, "unsigned char"),
    /** Whole numbers of 64 bits. */
    I64(8, "long long");

    private final int bytes;
    private final String name;

    ElementType(int bytes, String name) {
        this.bytes = bytes;
        this.name = name;
    }

    /** Size of one. */
    public int bytes() {
        return bytes;
    }

    /** Its name in the kernels' source. */
    public String inSource() {
        return name;
    }
}
