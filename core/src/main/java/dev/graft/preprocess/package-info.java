/**
 * From RGB values to what a backbone's weights expect.
 */
package dev.graft.preprocess;
