/** The main job in one piece: from a data set to a trained, evaluated, saved and explained model. */
@NullMarked
package dev.graft.run;

import org.jspecify.annotations.NullMarked;
