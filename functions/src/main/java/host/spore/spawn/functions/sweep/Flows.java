package host.spore.spawn.functions.sweep;

/** The executions that are runs of sweeps. */
interface Flows {
    /** Whether the flow of this command goes on; false also where there never was one. */
    boolean isRunning(String commandId);
}
