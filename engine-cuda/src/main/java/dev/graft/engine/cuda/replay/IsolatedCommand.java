package dev.graft.engine.cuda.replay;

import dev.graft.engine.cuda.device.DeviceMemory;
import dev.graft.engine.cuda.plan.Argument;
import dev.graft.engine.cuda.plan.Buffer;
import dev.graft.engine.cuda.plan.Command;
import dev.graft.engine.cuda.plan.DevicePlan;
import dev.graft.engine.cuda.plan.Segment;
import dev.graft.engine.cuda.plan.Segment.Owner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A command whose arrays lie in small segments of their own, for a device that holds nothing else. */
final class IsolatedCommand {
    private final List<Piece> pieces = new ArrayList<>();
    private final Command command;

    /** Bytes of a segment; what overlaps is one piece. */
    private record Piece(String segment, long from, long to) {
        static Piece of(Buffer buffer) {
            return new Piece(buffer.segment(), buffer.offset(), buffer.offset() + buffer.bytes());
        }

        boolean contains(Piece other) {
            return segment.equals(other.segment) && from <= other.from && other.to <= to;
        }

        boolean overlaps(Piece other) {
            return segment.equals(other.segment) && from < other.to && other.from < to;
        }

        Piece with(Piece other) {
            return new Piece(segment, Math.min(from, other.from), Math.max(to, other.to));
        }
    }

    IsolatedCommand(Command original) {
        for (Buffer buffer : DevicePlan.buffers(original)) {
            Piece piece = Piece.of(buffer);
            for (Piece other : List.copyOf(pieces)) {
                if (other.overlaps(piece)) {
                    piece = piece.with(other);
                    pieces.remove(other);
                }
            }
            pieces.add(piece);
        }
        this.command = moved(original);
    }

    /** Equal ones do the same to other memory. */
    Command command() {
        return command;
    }

    /** It alone. */
    DevicePlan plan(DevicePlan whole) {
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            segments.add(new Segment(name(i), Owner.SESSION, Math.max(Buffer.ALIGNMENT, piece.to - piece.from)));
        }
        return new DevicePlan(
                whole.batch(),
                segments,
                List.of(new DevicePlan.Step(command, 0)),
                List.of(),
                List.of(),
                List.of(),
                whole.operations().subList(0, 1));
    }

    /** All that it touches, from the segments of the whole plan. */
    Map<String, byte[]> content(Function<String, DeviceMemory> memory) {
        Map<String, byte[]> content = new HashMap<>();
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            byte[] bytes = new byte[Math.toIntExact(piece.to - piece.from)];
            memory.apply(piece.segment).read(piece.from, bytes);
            content.put(name(i), bytes);
        }
        return content;
    }

    private static String name(int piece) {
        return "piece " + piece;
    }

    private Buffer moved(Buffer buffer) {
        Piece own = Piece.of(buffer);
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            if (piece.contains(own)) {
                return new Buffer(name(i), own.from - piece.from, buffer.type(), buffer.count());
            }
        }
        throw new IllegalStateException("No piece has " + buffer);
    }

    private Command moved(Command original) {
        if (original instanceof Command.KernelLaunch launch) {
            Function<Argument, Argument> move =
                    argument -> argument instanceof Buffer buffer ? moved(buffer) : argument;
            return new Command.KernelLaunch(
                    launch.kernel(),
                    launch.maps(),
                    launch.grid(),
                    launch.block(),
                    launch.arguments().stream().map(move).toList());
        } else if (original instanceof Command.Convolution c) {
            return new Command.Convolution(
                    c.kind(), c.geometry(), moved(c.x()), moved(c.kernel()), moved(c.y()), c.adds());
        }
        Command.Copy copy = (Command.Copy) original;
        return new Command.Copy(moved(copy.from()), moved(copy.to()));
    }
}
