/**
 * How long work is reported.
 */
package dev.graft.progress;
