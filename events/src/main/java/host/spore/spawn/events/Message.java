package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;

/** A command or an event: the {@code detail} of an EventBridge event, whose {@code detail-type} is {@link #type()}. */
public sealed interface Message permits Command, Event {
    Envelope envelope();

    /** The detail, envelope included. */
    JsonObject toJson();

    /** The record's name is the detail-type: one word for one thing, from the code to a user's own rule. */
    default String type() {
        return getClass().getSimpleName();
    }
}
