/** Short programs, one for each task, to be copied: docs/examples.md shows them. */
package dev.graft.examples;
