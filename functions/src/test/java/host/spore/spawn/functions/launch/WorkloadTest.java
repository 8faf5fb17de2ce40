package host.spore.spawn.functions.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.Work;
import host.spore.spawn.events.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WorkloadTest {
    @Test
    void aLineOfShellBecomesAScript() {
        assertThat(Workload.of(work(null, "make 'a b'")).script()).isEqualTo("#!/bin/bash\nmake 'a b'\n");
        assertThat(Workload.of(work("#!/bin/sh\n", null)).script()).isEqualTo("#!/bin/sh\n");
        assertThat(Workload.of(Work.NONE).script()).isEmpty();
    }

    @Test
    void variablesAreWrittenAsTheKernelKeepsThem() {
        // Given
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("A", "it's \"b\" $c `d` \\ =");
        variables.put("B", "");
        variables.put("C", "üñí 🧬");

        // When
        Workload workload = new Workload("x", variables, Map.of("T", "arn:1"));

        // Then
        assertThat(workload.variables()).isEqualTo("A=it's \"b\" $c `d` \\ =\0B=\0C=üñí 🧬\0");
        assertThat(workload.references()).isEqualTo("T arn:1\n");
    }

    /** The plan has looked at them; this is where they go into a script that root runs. */
    @Test
    void whatIsNoVariableNeverGetsThere() {
        assertThatThrownBy(
                        () -> Workload.read(JsonObject.parse("{\"command\":\"x\",\"environment\":{\"A\":\"b\\nc\"}}")))
                .hasMessageContaining("one line");
        assertThatThrownBy(() -> Workload.read(JsonObject.parse("{\"command\":\"x\",\"environment\":{\"A=B\":\"c\"}}")))
                .hasMessageContaining("variable's name");
        assertThatThrownBy(() -> Workload.read(JsonObject.parse("{\"command\":\"x\",\"secrets\":{\"A\":\"hunter2\"}}")))
                .hasMessageContaining("never the secret itself")
                .hasMessageNotContaining("hunter2");
    }

    private static Work work(@Nullable String userData, @Nullable String command) {
        return new Work(userData, command, Map.of(), Map.of(), null, null);
    }
}
