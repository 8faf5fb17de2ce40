package host.spore.spawn.functions.dns;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.functions.lambda.Log;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The letters of one delivery, for every zone: a letter is taken when it is done in all of them. */
final class Delivery {
    private final Workloads workloads;
    private final List<Keeping> zones;
    private final Members members;
    private final @Nullable String ownAccount;
    private final Instant now;
    private final Log log;

    /** @param ownAccount in which this function runs */
    Delivery(
            Workloads workloads,
            List<Keeping> zones,
            Members members,
            @Nullable String ownAccount,
            Instant now,
            Log log) {
        this.workloads = workloads;
        this.zones = zones;
        this.members = members;
        this.ownAccount = ownAccount;
        this.now = now;
        this.log = log;
    }

    Map<Letter, Verdict> work(List<Letter> letters) {
        return work(letters, Batch::read);
    }

    /** @param reader of a letter; what it throws is that letter's */
    Map<Letter, Verdict> work(List<Letter> letters, Function<Letter, Batch.Word> reader) {
        Seen seen = new Seen(workloads, ownAccount);
        Map<Letter, List<Verdict>> parts = new LinkedHashMap<>();
        for (Keeping keeping : zones) {
            new Batch(seen, keeping, members, ownAccount, now, log)
                    .work(letters, reader)
                    .forEach((letter, verdict) -> {
                        log.info(
                                "dns",
                                field("letter", letter.id()),
                                field("zone", keeping.kind().name().toLowerCase(Locale.ROOT)),
                                field("did", verdict.did()));
                        parts.computeIfAbsent(letter, _ -> new ArrayList<>()).add(verdict);
                    });
        }
        Map<Letter, Verdict> whole = new LinkedHashMap<>();
        parts.forEach((letter, each) -> whole.put(letter, Verdict.ofZones(each)));
        return whole;
    }
}
