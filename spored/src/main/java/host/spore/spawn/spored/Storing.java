package host.spore.spawn.spored;

import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Stores what a try leaves: its output, its results, and how it ended. */
final class Storing {
    private static final String OUTCOME = "outcome.json";

    private final Bucket bucket;
    private final Upload upload;
    private final Patience patience;

    Storing(Bucket bucket, Upload upload, Patience patience) {
        this.bucket = bucket;
        this.upload = upload;
        this.patience = patience;
    }

    /**
     * The results.
     *
     * @param to the key of the job, with a slash at its end
     * @param lasts while there is time for one more
     */
    void results(String to, Map<String, Path> files, BooleanSupplier lasts) throws IOException, InterruptedException {
        for (Map.Entry<String, Path> file : files.entrySet()) {
            if (!lasts.getAsBoolean()) {
                throw new IOException("no time is left for " + file.getKey());
            }
            put(to + "results/" + file.getKey(), file.getValue(), lasts);
        }
    }

    void logs(String to, JobFolder folder, BooleanSupplier lasts) throws IOException, InterruptedException {
        put(to + "stdout.log", folder.stdout(), lasts);
        put(to + "stderr.log", folder.stderr(), lasts);
    }

    void outcome(String to, JsonObject outcome, BooleanSupplier lasts) throws IOException, InterruptedException {
        Content content = content(outcome);
        patience.with(
                () -> {
                    bucket.put(to + OUTCOME, content);
                    return true;
                },
                lasts);
    }

    /**
     * What a try leaves that is not wanted any more. Another one, elsewhere, may have stored its own by now, and that is the
     * one that counts: then this goes beside it.
     */
    void leftOver(String to, JobFolder folder, Outcome outcome, BooleanSupplier lasts)
            throws IOException, InterruptedException {
        Content content = content(outcome.toFile());
        boolean first = patience.with(() -> bucket.putIfAbsent(to + OUTCOME, content), lasts);
        if (first) {
            logs(to, folder, lasts);
        } else {
            String beside = to + "try-" + outcome.task().attempt() + "/";
            outcome(beside, outcome.toFile(), lasts);
            logs(beside, folder, lasts);
        }
    }

    private void put(String key, Path file, BooleanSupplier lasts) throws IOException, InterruptedException {
        patience.with(
                () -> {
                    upload.put(bucket, key, file);
                    return true;
                },
                lasts);
    }

    private static Content content(JsonObject json) {
        return Content.of(json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
