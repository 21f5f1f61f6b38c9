/** Networks in miniature that together have what real backbones have, and ways to look into them. */
@NullMarked
package dev.graft.testkit.model;

import org.jspecify.annotations.NullMarked;
