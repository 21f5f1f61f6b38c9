/** The command line: one class per command, options shared as mixins, {@code Console} for what a person sees. */
package dev.graft.cli;
