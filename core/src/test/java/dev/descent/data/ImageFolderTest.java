package dev.descent.data;

import static dev.descent.data.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
    @TempDir
    Path folder;

    @Test
    void foldersNamedByNumbersHoldTheClassOfThatNumber() throws IOException {
        picture("7/a.png", 0xff0000);
        picture("10/b.png", 0x00ff00);
        picture("7/c.jpg", 0x0000ff);
        Dataset data = ImageFolder.read(folder, 8, 3);
        assertThat(data.shape()).isEqualTo(Shape.of(3, 8, 8));
        assertThat(data.classes()).isEqualTo(11);
        assertThat(IntStream.range(0, 3).map(data::label).sorted().toArray()).containsExactly(7, 7, 10);
    }

    @Test
    void coloursStandInPlanesRedGreenBlue() throws IOException {
        picture("cat/a.png", 0xff8000);
        picture("dog/b.png", 0x000000);
        Dataset data = ImageFolder.read(folder, 4, 3);
        assertThat(data.label(0)).isZero();
        assertThat(data.raw(0, 5)).isEqualTo(255);
        assertThat(data.raw(0, 16 + 5)).isEqualTo(128);
        assertThat(data.raw(0, 32 + 5)).isZero();
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        assertRefused(() -> ImageFolder.read(folder.resolve("nowhere"), 0, 1), "nowhere");
        assertRefused(() -> ImageFolder.read(folder, 0, 1), "0 folders");
        picture("0/a.png", 0);
        assertRefused(() -> ImageFolder.read(folder, 0, 1), "1 folders");
        Files.createDirectory(folder.resolve("1"));
        assertRefused(() -> ImageFolder.read(folder, 0, 1), "1 has no picture");
        Files.writeString(folder.resolve("1/b.png"), "no picture at all");
        assertRefused(() -> ImageFolder.read(folder, 8, 1), "b.png");
        Files.writeString(folder.resolve("1/b.png"), "");
        assertRefused(() -> ImageFolder.read(folder, 8, 1), "b.png", "empty");
    }

    @Test
    void aPictureThatAnnouncesAHugeSizeIsRefusedBeforeItIsUnpacked() {
        byte[] header = {
            (byte) 0x89,
            'P',
            'N',
            'G',
            13,
            10,
            26,
            10,
            0,
            0,
            0,
            13,
            'I',
            'H',
            'D',
            'R',
            0,
            1,
            0,
            0,
            0,
            1,
            0,
            0,
            8,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0
        };
        assertRefused(() -> Images.read(header, "bomb.png"), "bomb.png");
    }

    private void picture(String name, int colour) throws IOException {
        BufferedImage image = new BufferedImage(12, 12, BufferedImage.TYPE_INT_RGB);
        for (int pixel = 0; pixel < 144; pixel++) {
            image.setRGB(pixel % 12, pixel / 12, colour);
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(image, name.endsWith("jpg") ? "jpg" : "png", file.toFile());
    }
}
