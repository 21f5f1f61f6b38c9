/**
 * Heads: what is trained from scratch on top of a backbone.
 */
package dev.graft.head;
