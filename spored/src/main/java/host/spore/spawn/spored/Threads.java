package host.spore.spawn.spored;

/** The agent's threads. */
final class Threads {
    private Threads() {}

    /** A body that runs until it is interrupted. */
    interface Body {
        void run() throws InterruptedException;
    }

    /**
     * Starts a thread that does not keep the process alive. When its body fails, the whole process ends and systemd
     * starts it anew: an agent that lost one of its parts and looks alive is worse than one that is restarted.
     */
    static Thread daemon(String name, Body body) {
        Thread thread = new Thread(
                () -> {
                    try {
                        body.run();
                    } catch (InterruptedException ended) {
                        // Whoever interrupts this thread wants it to end, and here is its end.
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((failed, cause) -> {
            System.err.println("spored: thread " + failed.getName() + " failed: " + cause);
            Runtime.getRuntime().halt(70);
        });
        thread.start();
        return thread;
    }
}
