package dev.graft.engine.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.graft.engine.EngineOptions;
import dev.graft.testkit.model.TestModels;
import java.lang.reflect.Field;
import java.util.Set;
import org.deeplearning4j.config.DL4JSystemProperties;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNConvHelper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Without oneDNN everything still works, two to six times slower: nothing else would notice. */
class OneDnnHelpersTest {
    @BeforeEach
    void onlyWhereNd4jIsPublishedWithOneDnn() {
        assumeTrue(
                Set.of("amd64", "x86_64").contains(System.getProperty("os.arch")),
                "ND4J M2.1 is published with oneDNN for x86-64 only");
        OneDnnHelpers.enable();
    }

    @Test
    void theNativeLibraryIsBuiltWithOneDnn() {
        assertThat(OneDnnHelpers.libraryHasOneDnn())
                .as("the class path must hold nd4j-native with the classifier <platform>-onednn, before any plain one")
                .isTrue();
    }

    @Test
    void helpersAreActive() {
        assertThat(OneDnnHelpers.active()).isTrue();
        assertThat(new Dl4jEngine(EngineOptions.defaults()).describe()).contains("oneDNN on");
    }

    @Test
    void helpersThatWereSwitchedOffAreReportedAsOff() {
        String before = System.setProperty(DL4JSystemProperties.DISABLE_HELPER_PROPERTY, "true");
        try {
            OneDnnHelpers.enable();
            assertThat(OneDnnHelpers.active()).isFalse();
        } finally {
            System.setProperty(DL4JSystemProperties.DISABLE_HELPER_PROPERTY, before);
        }
    }

    @Test
    void convolutionsOfABuiltNetworkHoldAHelper() throws ReflectiveOperationException {
        Field helper = ConvolutionLayer.class.getDeclaredField("helper");
        helper.setAccessible(true);

        assertThat(helper.get(TestModels.tiny().graph().getLayer("stem_conv"))).isInstanceOf(MKLDNNConvHelper.class);
    }
}
