package dev.graft.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FileKindTest {
    /** Signatures at their places, as the formats' specifications and other programs' files have them. */
    @ParameterizedTest
    @CsvSource({
        "FFD8FFE0, JPEG",
        "89504E470D0A1A0A, PNG",
        "474946383961, GIF",
        "424D36000000, BMP",
        "49492A00, TIFF",
        "4D4D002A, TIFF",
        "49492B00, TIFF",
        "4D4D002B, TIFF",
        "524946462400000057454250, WEBP",
        "50360A, PNM",
        "50310A, PNM",
        "50370A, PNM",
        "000000206674797061766966, AVIF",
        "000000206674797068656963, HEIC",
        "00000020667479706D696631000000006D69663161766966, AVIF",
        "00000020667479706D6966310000000068656963, HEIC",
        "FF0A, JPEG_XL",
        "0000000C4A584C200D0A870A, JPEG_XL",
        "0000000C6A5020200D0A870A, JPEG_2000",
        "FF4FFF51, JPEG_2000",
        "49492A00100000004352, CAMERA_RAW",
        "000000186674797063727820, CAMERA_RAW",
        "38425053, PHOTOSHOP",
        "762F3101, OPEN_EXR",
        "000001000100, ICON",
        "000002000000, UNKNOWN",
        "69636E73, ICON",
        "0A050108, PCX",
        "01DA0101, SILICON_GRAPHICS",
        "934E554D5059, NUMPY",
        "504B0304, ZIP",
        "1F8B08, GZIP",
        "425A6839, BZIP2",
        "FD377A585A00, XZ",
        "28B52FFD, ZSTANDARD",
        "377ABCAF271C, SEVEN_ZIP",
        "526172211A0700, RAR",
        "000000186674797069736F6D, VIDEO",
        "1A45DFA3, VIDEO",
        "894844460D0A1A0A, HDF5",
        "'', EMPTY",
        "0102030405, UNKNOWN"
    })
    void tellsFilesApartByTheirFirstBytes(String hexadecimal, String kind) {
        assertThat(FileKind.of(HexFormat.of().parseHex(hexadecimal))).hasToString(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "128, DICM, DICOM",
        "257, ustar, TAR",
        "0, version https://git-lfs.github.com/spec/v1, GIT_LFS_POINTER",
        "0, ' \n<!DOCTYPE html>', HTML",
        "0, <HTML><body>, HTML",
        "0, '<?xml version=\"1.0\"?>', XML",
        "0, '<svg xmlns=\"x\">', SVG",
        "0, %PDF-1.7, PDF",
        "0, %!PS-Adobe, POSTSCRIPT",
        "0, NRRD0004, NRRD",
        "0, 'SIMPLE  =   T', FITS",
        "0, 'path,label', TEXT",
        "0, BMW is a text, TEXT",
        "0, 'ObjectType = Image', META_IMAGE",
        "344, n+1, NIFTI",
        "344, ni1, NIFTI",
        "4, n+2, NIFTI"
    })
    void tellsFilesApartByTextsAtTheirPlaces(int at, String text, String kind) {
        byte[] start = new byte[at == 0 ? text.length() : 400];
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, start, at, bytes.length);
        assertThat(FileKind.of(start)).hasToString(kind);
    }

    @Test
    void neverLooksBehindTheEnd() {
        byte[] start = "P6 II*\0 RIFF \0\0\0\u0020ftypmif1".getBytes(StandardCharsets.ISO_8859_1);
        for (int from = 0; from < start.length; from++) {
            for (int to = from; to <= start.length; to++) {
                assertThat(FileKind.of(Arrays.copyOfRange(start, from, to))).isNotNull();
            }
        }
    }

    static Stream<ForeignFormat> foreign() {
        return Arrays.stream(ForeignFormat.values());
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void saysOfEachKindWhatToDo(ForeignFormat format) {
        assertThat(format.withArticle()).matches("an? " + format.title());
        assertThat(format.advice()).matches("[A-Z].*[^.]");
    }

    @Test
    void readsOnlyTheStartOfAFile(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("scan"), new byte[10_000]);
        assertThat(FileKind.of(file)).isEqualTo(ForeignFormat.UNKNOWN);
        Files.write(file, TestFiles.bytes("noise.jpg"));
        assertThat(FileKind.of(file)).isEqualTo(ImageFormat.JPEG);
    }
}
