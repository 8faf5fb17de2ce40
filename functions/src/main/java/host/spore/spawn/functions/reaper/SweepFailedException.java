package host.spore.spawn.functions.reaper;

import java.util.List;

/** Some of a sweep could not be done; the rest was. */
public final class SweepFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int NAMED = 5;

    public SweepFailedException(List<String> problems) {
        super(problems.size() + " problems: "
                + String.join("; ", problems.subList(0, Math.min(NAMED, problems.size()))));
    }
}
