/**
 * What determined a run.
 */
package dev.graft.provenance;
