package dev.graft.backbone.resnet;

import dev.graft.golden.KerasSizesTest;

class ResNetSizesTest extends KerasSizesTest {}
