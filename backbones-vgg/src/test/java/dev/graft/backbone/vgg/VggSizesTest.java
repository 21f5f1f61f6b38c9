package dev.graft.backbone.vgg;

import dev.graft.golden.KerasSizesTest;

class VggSizesTest extends KerasSizesTest {}
