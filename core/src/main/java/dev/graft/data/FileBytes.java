package dev.graft.data;

/**
 * A file's bytes in memory, read once so that they can be hashed and decoded without a second visit to the disk. To be closed
 * when they are no longer needed, for others wait for the room.
 *
 * @param name which file, for people
 * @param bytes all of it
 * @param place their room in memory
 */
record FileBytes(String name, byte[] bytes, DecodingMemory.Place place) implements AutoCloseable {
    @Override
    public void close() {
        place.close();
    }
}
