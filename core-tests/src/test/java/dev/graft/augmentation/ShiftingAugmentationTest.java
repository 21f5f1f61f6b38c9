package dev.graft.augmentation;

import dev.graft.testkit.augmentation.ImageAugmentationContractTest;
import dev.graft.testkit.augmentation.ShiftingAugmentation;

class ShiftingAugmentationTest extends ImageAugmentationContractTest {
    @Override
    protected ImageAugmentation augmentation() {
        return new ShiftingAugmentation();
    }
}
