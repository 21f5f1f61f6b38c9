/** What freezing promises, for policies and for the layers of any backbone, as tests to inherit. */
package dev.graft.testkit.freeze;
