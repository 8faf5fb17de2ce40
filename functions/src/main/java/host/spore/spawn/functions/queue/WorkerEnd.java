package host.spore.spawn.functions.queue;

/** How a worker ended. Where several events tell of one end, that of the higher rank says more, in whatever order they come. */
enum WorkerEnd {
    /** It lived, and is gone. */
    ENDED(0),
    /** Its launch failed, and another one may not. */
    FAILED(1),
    /** EC2 took the spot capacity back. */
    INTERRUPTED(2),
    /** Its launch was refused, and so would be the same one again. */
    REJECTED(3);

    private final int rank;

    WorkerEnd(int rank) {
        this.rank = rank;
    }

    /** As it stands in the table, which compares it. */
    int rank() {
        return rank;
    }

    static WorkerEnd of(int rank) {
        for (WorkerEnd end : values()) {
            if (end.rank == rank) {
                return end;
            }
        }
        throw new IllegalArgumentException("no end of a worker has rank " + rank);
    }
}
