package dev.graft.augmentation;

class ShiftingAugmentationTest extends ImageAugmentationContractTest {
    @Override
    protected ImageAugmentation augmentation() {
        return new ShiftingAugmentation();
    }
}
