/**
 * How long work is reported.
 */
@NullMarked
package dev.graft.progress;

import org.jspecify.annotations.NullMarked;
