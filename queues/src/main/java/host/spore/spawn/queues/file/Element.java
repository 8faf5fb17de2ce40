package host.spore.spawn.queues.file;

import java.util.OptionalInt;

/**
 * What runs: a job, or one element of an array.
 *
 * @param job its id
 * @param index of the element; empty: the job is no array
 */
public record Element(String job, OptionalInt index) {
    public static Element of(String job) {
        return new Element(job, OptionalInt.empty());
    }

    public static Element of(String job, int index) {
        return new Element(job, OptionalInt.of(index));
    }

    /** {@code fit}, or {@code fit#3}: an id has no such sign. */
    public String key() {
        return index.isPresent() ? job + "#" + index.getAsInt() : job;
    }

    @Override
    public String toString() {
        return key();
    }
}
