package host.spore.spawn.local.systemd;

/** What a command line tool answers: exit code, output, errors. */
public record Reply(int exit, String out, String err) {
    public static Reply ok() {
        return new Reply(0, "", "");
    }

    public static Reply ok(String out) {
        return new Reply(0, out, "");
    }

    public static Reply failed(int exit, String err) {
        return new Reply(exit, "", err);
    }
}
