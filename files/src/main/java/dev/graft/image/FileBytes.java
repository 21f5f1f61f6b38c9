package dev.graft.image;

/**
 * A file's bytes in memory, read once so that they can be hashed and decoded without a second visit to the disk. To be closed
 * when they are no longer needed, for others wait for the room. Made by {@link ImageDecoder#open}.
 */
public final class FileBytes implements AutoCloseable {
    private final String name;
    private final byte[] bytes;
    private final DecodingMemory.Place place;

    /**
     * @param name which file, for people
     * @param bytes all of it
     * @param place their room in memory
     */
    FileBytes(String name, byte[] bytes, DecodingMemory.Place place) {
        this.name = name;
        this.bytes = bytes;
        this.place = place;
    }

    /** Which file, for people. */
    public String name() {
        return name;
    }

    /** All of it, not copied: not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** Gives the room back. */
    @Override
    public void close() {
        place.close();
    }
}
