package dev.graft.engine.cuda.plan;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** One thing that a device does. Commands of a plan run one after another. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Command.KernelLaunch.class, name = "launch"),
    @JsonSubTypes.Type(value = Command.Convolution.class, name = "convolution"),
    @JsonSubTypes.Type(value = Command.Copy.class, name = "copy")
})
public sealed interface Command {
    /** Of a block, on every GPU. */
    int MOST_THREADS = 1024;

    /**
     * Launches a kernel.
     *
     * @param kernel its name
     * @param maps what {@code map_t} is
     * @param grid blocks in x, y and z
     * @param block threads of a block in x, y and z
     * @param arguments in the kernel's order
     */
    record KernelLaunch(String kernel, ElementType maps, Extent3 grid, Extent3 block, List<Argument> arguments)
            implements Command {
        public KernelLaunch {
            arguments = List.copyOf(arguments);
            if (block.count() > MOST_THREADS) {
                throw new IllegalArgumentException(
                        kernel + ": a block has " + MOST_THREADS + " threads at most, found " + block);
            }
        }
    }

    /**
     * A convolution or one of its gradients, NHWC, sums in single precision.
     *
     * @param kind which of the three arrays is written
     * @param geometry sizes
     * @param x or its gradient
     * @param kernel or its gradient
     * @param y or its gradient; all three of one type
     * @param adds whether the result is added to what lies there
     */
    record Convolution(Kind kind, ConvolutionGeometry geometry, Buffer x, Buffer kernel, Buffer y, boolean adds)
            implements Command {
        /** What is computed. */
        public enum Kind {
            /** {@code y} from {@code x} and kernel. */
            FORWARD,
            /** {@code dx} from {@code dy} and kernel. */
            DATA_GRADIENT,
            /** {@code dkernel} from {@code x} and {@code dy}. */
            KERNEL_GRADIENT
        }

        public Convolution {
            if (x.count() != geometry.inputs()
                    || kernel.count() != geometry.kernel()
                    || y.count() != geometry.outputs()
                    || x.type() != y.type()
                    || x.type() != kernel.type()) {
                throw new IllegalArgumentException(
                        "A convolution of " + geometry + " is given " + x + ", " + kernel + " and " + y);
            }
        }

        /** What is written. */
        public Buffer written() {
            return switch (kind) {
                case FORWARD -> y;
                case DATA_GRADIENT -> x;
                case KERNEL_GRADIENT -> kernel;
            };
        }

        /** What is read. */
        public List<Buffer> read() {
            return switch (kind) {
                case FORWARD -> List.of(x, kernel);
                case DATA_GRADIENT -> List.of(kernel, y);
                case KERNEL_GRADIENT -> List.of(x, y);
            };
        }
    }

    /** Copies from one array to another of the same type and size. */
    record Copy(Buffer from, Buffer to) implements Command {
        public Copy {
            if (from.type() != to.type() || from.count() != to.count()) {
                throw new IllegalArgumentException(from + " cannot be copied to " + to);
            }
        }
    }

    /** Blocks of a grid or threads of a block. */
    record Extent3(int x, int y, int z) {
        public Extent3 {
            if (x < 1 || y < 1 || z < 1 || y > 65535 || z > 65535) {
                throw new IllegalArgumentException("A device cannot launch " + x + " x " + y + " x " + z);
            }
        }

        /** All together. */
        public long count() {
            return (long) x * y * z;
        }
    }
}
