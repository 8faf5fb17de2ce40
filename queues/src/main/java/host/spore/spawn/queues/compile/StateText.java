package host.spore.spawn.queues.compile;

import host.spore.spawn.events.json.Json;

/** A state as text, member by member. What is the same in every state is written once, and put in as text. */
final class StateText {
    private final StringBuilder text = new StringBuilder(700).append('{');

    StateText put(String key, String value) {
        return raw(key, Json.of(value).toString());
    }

    StateText put(String key, Json value) {
        return raw(key, value.toString());
    }

    StateText put(String key, long value) {
        return raw(key, Long.toString(value));
    }

    StateText put(String key, boolean value) {
        return raw(key, Boolean.toString(value));
    }

    /** @param json a value, as text */
    StateText raw(String key, String json) {
        if (text.length() > 1) {
            text.append(',');
        }
        text.append('"').append(key).append("\":").append(json);
        return this;
    }

    String build() {
        return text.append('}').toString();
    }
}
