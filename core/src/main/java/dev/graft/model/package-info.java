/**
 * A backbone with a head, its file, and predictions with it.
 */
package dev.graft.model;
