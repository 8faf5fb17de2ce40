package host.spore.spawn.functions.widgets;

/** How the status of a job, or of a run, is shown. */
final class JobWords {
    private JobWords() {}

    static Part.Tone tone(String status) {
        return switch (status) {
            case "done", "completed" -> Part.Tone.GOOD;
            case "failed" -> Part.Tone.BAD;
            case "cancelled", "skipped" -> Part.Tone.WARN;
            case "running", "finishing", "starting" -> Part.Tone.BUSY;
            case String other -> Part.Tone.PLAIN;
        };
    }

    /** Of a box: what runs is drawn thick, what was not run dashed. */
    static String css(String status) {
        return switch (status) {
            case "done" -> "good";
            case "failed" -> "bad";
            case "running" -> "busy";
            case "skipped", "cancelled" -> "warn";
            case String other -> "";
        };
    }
}
