/**
 * Synthetic axial brain-MRI slices, with and without a stroke: data to try Graft on where no patient's may be used.
 *
 * <p>{@link dev.graft.phantom.PhantomDataset} is the whole interface: it says how many images, of what size and
 * seed, hands out single slices with the mask of their lesion, or writes a class-per-folder data set.
 *
 * <h2>How a slice comes about</h2>
 *
 * <ol>
 *   <li>A <i>patient</i> is drawn from the seed and its number: outline of brain and skull, folded cortex, fissures,
 *       ventricles, deep nuclei, contrast of the tissues, changes that come with age (bright specks, a bright seam along
 *       the ventricles, perivascular spaces), how it lies, how the scanner is set, which levels are cut.
 *   <li>A stroke patient also gets one infarct, from a stream of random numbers of its own: lacune, wedge-shaped branch
 *       infarct or a larger part of an arterial territory; in one hemisphere, with rough soft border, patchy signal and
 *       slight swelling. The slices are chosen before it, so everything but the infarct is what the same patient would
 *       show without it.
 *   <li>Each <i>slice</i> is painted from distances to those shapes: smaller towards the vertex, moved a little.
 *   <li>The <i>scanner</i> adds blur, a smooth bias field, Rician noise (magnitude of a complex signal with noise in both
 *       channels), gain and gamma. Nothing is scaled by what the picture holds.
 * </ol>
 *
 * <h2>How hard it is</h2>
 *
 * Accuracy of a logistic regression, patients kept apart, 70 % to learn from, mean of five splits; data sets of seeds 1,
 * 2 and 3 with 1200 images (200 patients), and seed 1 with 2000:
 *
 * <ul>
 *   <li>mean brightness alone: 0.45, 0.49, 0.54; 0.52
 *   <li>raw pixels, shrunk to 32 px: 0.64, 0.72, 0.70; 0.72
 *   <li>pooled features at 160 px of a frozen EfficientNetB0 pretrained on rendered fractals: 0.84, 0.88, 0.87; 0.86
 *   <li>the same features when the lesions are left out (visibility 0), where 0.5 is chance: 0.45 and 0.56 for seeds 1 and 2;
 *       0.44 for seed 3 with 2400 images
 * </ul>
 *
 * One split of 1200 images tests on 60 patients, so single splits scatter by 0.03 to 0.06. Misses are mostly small
 * lesions.
 *
 * <h2>What it is not</h2>
 *
 * A phantom, not anatomy: results on it say that a pipeline learns, not how well it would do on patients. Lesions are all
 * bright, one each, and larger on average than in the clinic; only one kind of contrast (FLAIR-like) is drawn; slices
 * reach from the basal ganglia upwards, so there is neither cerebellum nor brain stem.
 */
@NullMarked
package dev.graft.phantom;

import org.jspecify.annotations.NullMarked;
