package host.spore.spawn.queues.file;

/**
 * One thing that is wrong with a queue file.
 *
 * @param pointer to the place (RFC 6901); empty for the file as a whole
 * @param message what was given, what is allowed, what to do
 */
public record Problem(String pointer, String message) {
    @Override
    public String toString() {
        return pointer.isEmpty() ? message : pointer + ": " + message;
    }
}
