package host.spore.spawn.functions.queue;

/**
 * That a run is to end.
 *
 * @param commandId which asked for it
 * @param reason what had run by then
 * @param machine what is stopped for it: {@code main}; or {@code always}, when the first one was over by then
 */
record CancelMark(String commandId, String reason, String machine) {}
