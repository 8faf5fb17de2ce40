package host.spore.spawn.queues.draw;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.queues.compile.Compiler;
import host.spore.spawn.queues.file.Queue;
import host.spore.spawn.queues.file.QueueFile;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class DrawingTest {
    private static Drawing drawing() {
        Queue queue = ((QueueFile.Understood) QueueFile.read("""
                        queue_id: q
                        jobs:
                        - {job_id: c, command: x, timeout: 1m, depends_on: [a, b]}
                        - {job_id: a, command: x, timeout: 1m}
                        - {job_id: b, command: x, timeout: 1m, array: 3, depends_on: [a]}
                        - {job_id: tidy, command: x, timeout: 1m, always: true}
                        """, "q.yaml")).queue();
        return new Drawing(queue.jobs(), ((Compiler.Compiled) Compiler.compile(queue)).graph());
    }

    @Test
    void mermaidHasEveryJobAndOnlyEdgesThatDoNotFollow() {
        assertThat(drawing().mermaid()).isEqualTo("""
                flowchart LR
                  n0["c"]
                  n1["a"]
                  n2["b x3"]
                  n3(["tidy"])
                  n1 --> n2
                  n2 --> n0
                """);
    }

    @Test
    void dotSaysTheSame() {
        assertThat(drawing().dot()).isEqualTo("""
                digraph queue {
                  rankdir=LR;
                  node [shape=box];
                  "c" [label="c"];
                  "a" [label="a"];
                  "b" [label="b x3"];
                  "tidy" [label="tidy", style=rounded];
                  "a" -> "b";
                  "b" -> "c";
                }
                """);
    }

    @Test
    void thePictureIsXmlWithEveryJobInItsColumnAndWhatRunsAlwaysBehindThem() throws Exception {
        // When
        Document picture = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(drawing().svg().getBytes(StandardCharsets.UTF_8)));

        // Then
        assertThat(picture.getElementsByTagName("path").getLength()).isEqualTo(2);
        double before = -1;
        String[] order = {"a", "b x3", "c", "tidy"};
        for (String label : order) {
            double x = x(picture, label);
            assertThat(x).as(label).isGreaterThan(before);
            before = x;
        }
    }

    private static double x(Document picture, String label) {
        var texts = picture.getElementsByTagName("text");
        for (int i = 0; i < texts.getLength(); i++) {
            if (texts.item(i).getTextContent().equals(label)) {
                return Double.parseDouble(
                        texts.item(i).getAttributes().getNamedItem("x").getNodeValue());
            }
        }
        throw new AssertionError("no " + label);
    }
}
