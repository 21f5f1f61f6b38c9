package dev.graft.freeze;

import dev.graft.backbone.Backbone;
import dev.graft.testkit.freeze.FreezePolicyContractTest;
import dev.graft.testkit.model.MixedBackbone;
import org.junit.jupiter.api.Nested;

/** Every policy that is built in keeps the contract. */
class BuiltInFreezePoliciesTest {
    @Nested
    class AllFrozen extends FreezePolicyContractTest {
        @Override
        protected FreezePolicy policy() {
            return FreezePolicy.allFrozen();
        }
    }

    @Nested
    class LastLayers extends FreezePolicyContractTest {
        @Override
        protected FreezePolicy policy() {
            return FreezePolicy.lastLayers(7);
        }
    }

    @Nested
    class From extends FreezePolicyContractTest {
        @Override
        protected FreezePolicy policy() {
            return FreezePolicy.from("block_se_reduce");
        }
    }

    @Nested
    class AllTrainable extends FreezePolicyContractTest {
        @Override
        protected FreezePolicy policy() {
            return FreezePolicy.allTrainable();
        }
    }

    @Nested
    class Normalizations extends FreezePolicyContractTest {
        @Override
        protected FreezePolicy policy() {
            return FreezePolicy.normalizationsOnly();
        }
    }

    @Nested
    class Matching extends FreezePolicyContractTest {
        @Override
        protected FreezePolicy policy() {
            return FreezePolicy.matching("(stem|block_dw).*");
        }
    }

    @Nested
    class Blocks extends FreezePolicyContractTest {
        @Override
        protected FreezePolicy policy() {
            return FreezePolicy.blocks("stem", "block_se");
        }
    }

    @Nested
    class BlockOfBranches extends FreezePolicyContractTest {
        @Override
        protected FreezePolicy policy() {
            return FreezePolicy.blocks("block_add");
        }
    }

    @Nested
    class Between extends FreezePolicyContractTest {
        @Override
        protected FreezePolicy policy() {
            return FreezePolicy.between("block_dwconv", "block_se_reduce");
        }
    }

    @Nested
    class And extends FreezePolicyContractTest {
        @Override
        protected FreezePolicy policy() {
            return FreezePolicy.lastLayers(14)
                    .and(FreezePolicy.normalizationsOnly().not());
        }
    }

    @Nested
    class Or extends FreezePolicyContractTest {
        @Override
        protected FreezePolicy policy() {
            return FreezePolicy.normalizationsOnly().or(FreezePolicy.from("top_conv"));
        }
    }

    @Nested
    class Not extends FreezePolicyContractTest {
        @Override
        protected FreezePolicy policy() {
            return FreezePolicy.from("block_project_conv").not();
        }
    }

    /** Has most operations. */
    @Nested
    class OnAnotherBackbone extends FreezePolicyContractTest {
        @Override
        protected FreezePolicy policy() {
            return FreezePolicy.normalizationsOnly();
        }

        @Override
        protected Backbone backbone() {
            return new MixedBackbone();
        }
    }
}
