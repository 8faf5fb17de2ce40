package host.spore.spawn.spored;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whom the user's own programs run as: never root by accident. The bootstrap chooses by the same rule. */
record LoginUser(String name, int uid, int gid, String home) {
    private static final LoginUser NOBODY = new LoginUser("nobody", 65_534, 65_534, "/");
    private static final List<String> OF_IMAGES = List.of("ec2-user", "ubuntu", "admin");

    /** @param configured the key {@code login_user} */
    static LoginUser find(Path users, Optional<String> configured) {
        List<String> wanted = configured.map(List::of).orElse(OF_IMAGES);
        LoginUser best = NOBODY;
        int rank = Integer.MAX_VALUE;
        try {
            for (String line : Files.readAllLines(users)) {
                String[] fields = line.split(":", -1);
                if (fields.length >= 7) {
                    int uid = Integer.parseInt(fields[2]);
                    int named = wanted.indexOf(fields[0]);
                    boolean ordinary = configured.isEmpty() && uid >= 1_000 && uid < 60_000;
                    int its = named >= 0 ? named : ordinary ? wanted.size() : Integer.MAX_VALUE;
                    if (its < rank) {
                        rank = its;
                        best = new LoginUser(fields[0], uid, Integer.parseInt(fields[3]), fields[5]);
                    }
                }
            }
        } catch (IOException | NumberFormatException unreadable) {
            // Then nobody it is: a hook that fails for want of rights is reported, one that ran as root is not undone.
            return NOBODY;
        }
        return best;
    }
}
