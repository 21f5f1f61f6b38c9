/**
 * What determined a run.
 */
@NullMarked
package dev.graft.provenance;

import org.jspecify.annotations.NullMarked;
