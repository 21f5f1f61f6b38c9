/** Files and directories that are written whole or not at all. */
@NullMarked
package dev.graft.io;

import org.jspecify.annotations.NullMarked;
