package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultFilesTest {
    @TempDir
    Path folder;

    private Path work;

    @BeforeEach
    void files() throws IOException {
        work = folder.resolve("work");
        for (String file : List.of("a.csv", "b.txt", "x/a.csv", "x/y/a.csv", "x/y/b.txt", "z/.hidden", "[odd].csv")) {
            Path path = work.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, file);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*.csv|[odd].csv,a.csv",
                "a.csv|a.csv",
                "./x//a.csv|x/a.csv",
                "*/a.csv|x/a.csv",
                "**/a.csv|a.csv,x/a.csv,x/y/a.csv",
                "x/**|x/a.csv,x/y/a.csv,x/y/b.txt",
                "x|x/a.csv,x/y/a.csv,x/y/b.txt",
                "x/|x/a.csv,x/y/a.csv,x/y/b.txt",
                "**/y/*|x/y/a.csv,x/y/b.txt",
                "z/*|z/.hidden",
                "{a,b}.*|a.csv,b.txt",
                "[ab].???|a.csv,b.txt",
                "\\[odd].csv|[odd].csv",
                "none/*|"
            })
    void findsByGlobAndKeepsTheirPaths(String glob, String found) throws IOException {
        Set<String> expected = found == null ? Set.of() : Set.of(found.split(","));
        assertThat(ResultFiles.find(work, List.of(glob)).files().keySet()).isEqualTo(expected);
    }

    @Test
    void twoOfOneNameStayTwoWhereverTheyAre() throws IOException {
        // Given: outside, and in the folder under the very same path
        Path outside = Files.createDirectories(folder.resolve("out")).resolve("a.csv");
        Files.writeString(outside, "outside");
        String inside = outside.toString().substring(1);
        Files.createDirectories(work.resolve(inside).getParent());
        Files.writeString(work.resolve(inside), "inside");

        // When
        ResultFiles.Found found = ResultFiles.find(work, List.of(folder + "/out/*.csv", inside, "a.csv"));

        // Then
        assertThat(found.files())
                .hasSize(3)
                .containsEntry("a.csv", work.resolve("a.csv"))
                .containsEntry(inside, work.resolve(inside))
                .containsEntry("absolute/" + inside, outside);
    }

    @Test
    void anAbsoluteGlobIntoTheFolderIsARelativeOne() throws IOException {
        assertThat(ResultFiles.find(work, List.of(work + "/x/*.csv")).files().keySet())
                .containsExactly("x/a.csv");
    }

    @Test
    void noLinkIsFollowedWhereverItStands() throws IOException {
        // Given
        Path secret = Files.createDirectories(folder.resolve("secret")).resolve("key");
        Files.writeString(secret, "secret");
        Files.createSymbolicLink(work.resolve("link"), secret);
        Files.createSymbolicLink(work.resolve("linked"), secret.getParent());
        Files.createSymbolicLink(work.resolve("x/loop"), work);

        // When
        ResultFiles.Found found = ResultFiles.find(work, List.of("link", "linked/key", "linked/*", "**", "*/key"));

        // Then
        assertThat(found.files().values()).noneMatch(path -> path.toString().contains("link"));
        assertThat(found.files()).hasSize(7);
        assertThat(found.notes()).anyMatch(note -> note.contains("link is a link, which is not followed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a", "x/../../b", "/tmp/../etc", ".."})
    void nothingLeadsOutside(String glob) {
        assertThatThrownBy(() -> ResultFiles.find(work, List.of(glob)))
                .isInstanceOf(ResultFiles.Refused.class)
                .hasMessageContaining("leads outside");
    }

    @Test
    void whatIsNoGlobIsRefused() {
        assertThatThrownBy(() -> ResultFiles.find(work, List.of("[a"))).isInstanceOf(ResultFiles.Refused.class);
    }

    @Test
    void aFileThatS3WouldNotTakeIsRefused() throws IOException {
        // Given
        try (RandomAccessFile large = new RandomAccessFile(work.resolve("large").toFile(), "rw")) {
            large.setLength((5L << 30) + 1);
        }

        // When, Then
        assertThatThrownBy(() -> ResultFiles.find(work, List.of("large")))
                .isInstanceOf(ResultFiles.Refused.class)
                .hasMessageEndingWith("is larger than 5 GB");
    }

    @Test
    void aGlobThatFindsNothingIsNoted() throws IOException {
        assertThat(ResultFiles.find(work, List.of("*.parquet")).notes())
                .containsExactly("\"*.parquet\" finds nothing new");
    }
}
