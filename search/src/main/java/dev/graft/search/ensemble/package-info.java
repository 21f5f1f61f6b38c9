/** Several trials of a search put together: their predictions as an ensemble, their parameters as a soup. */
@NullMarked
package dev.graft.search.ensemble;

import org.jspecify.annotations.NullMarked;
