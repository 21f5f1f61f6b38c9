/** The command line: one class per command, options shared as mixins, {@code Console} for what a person sees. */
@NullMarked
package dev.graft.cli;

import org.jspecify.annotations.NullMarked;
