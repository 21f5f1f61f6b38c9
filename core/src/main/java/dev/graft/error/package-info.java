/** What Graft throws: a sentence that says what was found, what was expected and what to do. */
package dev.graft.error;
