package dev.graft.engine.cuda.nvidia;

import com.sun.jna.NativeLibrary;
import org.jspecify.annotations.Nullable;

/** A library's functions by name, which all return a status. */
final class NativeFunctions {
    private final NativeLibrary library;

    NativeFunctions(NativeLibrary library) {
        this.library = library;
    }

    /** Calls a function that returns a status; 0 is success. */
    int status(String function, @Nullable Object... arguments) {
        return library.getFunction(function).invokeInt(arguments);
    }

    /** Calls a function that returns a text. */
    String text(String function, @Nullable Object... arguments) {
        return library.getFunction(function).invokeString(arguments, false);
    }

    /** Calls a function that returns a number of 64 bits. */
    long number(String function, @Nullable Object... arguments) {
        return library.getFunction(function).invokeLong(arguments);
    }

    NativeLibrary library() {
        return library;
    }

    /** Where the library was found. */
    String file() {
        return library.getFile() == null ? library.getName() : library.getFile().toString();
    }
}
