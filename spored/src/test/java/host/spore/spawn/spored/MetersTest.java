package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** GPUs, by a program that stands for {@code nvidia-smi}. */
class MetersTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"echo 0; echo 93; echo 7, 93", "echo 0, 0"})
    void theBusiestGpuCounts(String tool, long percent) throws Exception {
        // Given
        nvidiaSmi("[ \"$1\" = --query-gpu=utilization.gpu ] || exit 9; " + tool);

        // When
        Sample sample = sample();

        // Then
        assertThat(sample.gpuPercent()).isEqualTo(percent);
        assertThat(sample.unknown()).noneMatch(unknown -> unknown.startsWith("gpu"));
    }

    @ParameterizedTest
    @CsvSource({"exit 9", "echo '[N/A]'", "echo 'No devices were found'; exit 6"})
    void whatItCannotSayIsUnknown(String tool) throws Exception {
        // Given
        nvidiaSmi(tool);

        // When
        Sample sample = sample();

        // Then
        assertThat(sample.unknown()).anyMatch(unknown -> unknown.startsWith("gpu: nvidia-smi"));
    }

    @Test
    void aMachineWithoutOneHasNone() throws Exception {
        // When
        Sample sample = sample();

        // Then
        assertThat(sample.gpuPercent()).isZero();
        assertThat(sample.unknown()).noneMatch(unknown -> unknown.startsWith("gpu"));
    }

    @Test
    void aGpuThatNobodyCanAskIsUnknown() throws Exception {
        // Given
        Files.createDirectories(folder.resolve("proc/driver/nvidia/gpus"));

        // When, then
        assertThat(sample().unknown()).contains("gpu: nvidia-smi not found");
    }

    private Sample sample() throws InterruptedException {
        return new Meters(
                        new Root(folder),
                        Clock.systemUTC(),
                        folder.resolve("bin").toString())
                .sample(List.of(), List.of());
    }

    private void nvidiaSmi(String script) throws IOException {
        Path tool = Files.createDirectories(folder.resolve("bin")).resolve("nvidia-smi");
        Files.writeString(tool, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
