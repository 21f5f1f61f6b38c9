/**
 * Wiring for users of Guice; the library works without.
 */
package dev.graft.guice;
