/** What every engine promises, as a test to inherit. */
package dev.graft.testkit.engine;
