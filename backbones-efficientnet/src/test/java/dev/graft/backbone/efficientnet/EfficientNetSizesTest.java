package dev.graft.backbone.efficientnet;

import dev.graft.golden.KerasSizesTest;

class EfficientNetSizesTest extends KerasSizesTest {}
