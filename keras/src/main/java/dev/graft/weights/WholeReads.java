package dev.graft.weights;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/**
 * A channel whose reads fill the buffer or fail. jHDF 0.13.0 continues a short read from its beginning again, so that a
 * file that ends too early would give wrong numbers.
 */
record WholeReads(SeekableByteChannel channel) implements SeekableByteChannel {
    @Override
    public int read(ByteBuffer buffer) throws IOException {
        int wanted = buffer.remaining();
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("it ends at byte " + channel.size() + " in the middle of a value");
            }
        }
        return wanted;
    }

    @Override
    public int write(ByteBuffer buffer) {
        throw new NonWritableChannelException();
    }

    @Override
    public long position() throws IOException {
        return channel.position();
    }

    @Override
    public SeekableByteChannel position(long position) throws IOException {
        channel.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
