package host.spore.spawn.functions.sweep;

/** Names in the table {@code spawn-sweeps}; the flow knows {@code sweep_id}, {@code item}, {@code token} and {@code version}. */
final class RowKeys {
    static final String SWEEP_ID = "sweep_id";
    static final String ITEM = "item";
    static final String VERSION = "version";
    static final String EXPIRES_AT = "expires_at_epoch_seconds";

    static final String SWEEP = "sweep";
    static final String PACE = "pace";
    static final String ROWS = "row#";
    static final String ZONES = "zone#";

    static final String TOKEN = "token";

    private RowKeys() {}

    /** In the order of the rows. */
    static String row(int index) {
        return ROWS + String.format(java.util.Locale.ROOT, "%05d", index);
    }
}
