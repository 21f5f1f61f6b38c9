/** What every head promises, as a test to inherit. */
package dev.graft.testkit.head;
