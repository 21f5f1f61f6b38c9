/** The main job in one piece: from a data set to a trained, evaluated, saved and explained model. */
package dev.graft.run;
