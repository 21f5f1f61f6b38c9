package dev.graft.backbone.baseline;

import dev.graft.golden.KerasSizesTest;

class BaselineSizesTest extends KerasSizesTest {}
