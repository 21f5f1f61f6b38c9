package dev.graft.diagnosis;

import java.util.Optional;

/** The network gets other numbers than its weights were trained with, or pictures that are all but black. */
record InputRange() implements Detector {
    /** A quarter of the 256 levels: such as 12-bit values in 16-bit files, or numbers of labels instead of pictures. */
    private static final int DARK = 64;

    @Override
    public FindingKind kind() {
        return FindingKind.INPUT_RANGE;
    }

    @Override
    public Optional<String> examine(Case training) {
        Setup setup = training.setup();
        if (setup.expectedInput().isPresent()) {
            return Optional.of("The input does not fit the weights: "
                    + setup.expectedInput().get()
                    + ". Leave the preprocessing out, unless this is what you want to compare.");
        }
        if (setup.brightest() < 0 || setup.brightest() >= DARK) {
            return Optional.empty();
        }
        return Optional.of("The input does not fit the preprocessing: no pixel of any image is brighter than "
                + setup.brightest() + " of 255, as with 12-bit values in 16-bit files. Stretch the images to the whole"
                + " range.");
    }
}
