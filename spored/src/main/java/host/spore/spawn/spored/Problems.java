package host.spore.spawn.spored;

import host.spore.spawn.events.AgentTrouble;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the agent cannot do at the moment: each trouble is said once, to the journal and on the bus. */
final class Problems {
    /** Publishes {@code AgentProblem}. */
    interface Speaker {
        /** @return false while the agent does not know yet who it is */
        boolean say(AgentTrouble what, String detail);
    }

    private record Trouble(AgentTrouble what, String detail, boolean said) {}

    private final Journal journal;
    private final Map<String, Trouble> troubles = new HashMap<>();
    private Optional<Speaker> speaker = Optional.empty();

    Problems(Journal journal) {
        this.journal = journal;
    }

    synchronized void speakThrough(Speaker found) {
        speaker = Optional.of(found);
    }

    /** @param which tells troubles of one kind apart; the same one with other words is not said again */
    synchronized void raise(AgentTrouble what, String which, String detail) {
        String key = what.wire() + " " + which;
        if (!troubles.containsKey(key)) {
            journal.say(what.wire() + ": " + detail);
            troubles.put(key, new Trouble(what, detail, false));
            say();
        }
    }

    /** It is over; should it come again, it is said again. */
    synchronized void clear(AgentTrouble what, String which) {
        if (troubles.remove(what.wire() + " " + which) != null) {
            journal.say(what.wire() + ": " + which + " is well again");
        }
    }

    /** Says what could not be said before. */
    synchronized void say() {
        for (Map.Entry<String, Trouble> entry : troubles.entrySet()) {
            Trouble trouble = entry.getValue();
            if (!trouble.said() && speaker.isPresent() && speaker.get().say(trouble.what(), trouble.detail())) {
                entry.setValue(new Trouble(trouble.what(), trouble.detail(), true));
            }
        }
    }

    synchronized Map<String, String> all() {
        Map<String, String> all = new HashMap<>();
        troubles.forEach((key, trouble) -> all.put(key, trouble.detail()));
        return all;
    }
}
