package host.spore.spawn.functions.widgets;

import java.util.List;
import java.util.Optional;

/** Reads the table {@code spawn-sweeps}. */
interface SweepSights {
    /** The sweeps whose runs began last, at most so many, the newest first. The index lags behind by a moment. */
    List<SweepRun> latest(int most);

    Optional<SweepRun> find(String sweepId);

    /** Of a sweep, those that have begun in whichever run; every page, in their order. */
    List<SweepRow> rows(SweepRun sweep);
}
