package host.spore.spawn.local.systemd;

import java.util.Set;

/** The directives of unit files that the embedded cloud knows. What stands on neither list is logged, never skipped silently. */
final class Directives {
    /** Simulated. */
    static final Set<String> SIMULATED = Set.of(
            "Unit.Description",
            "Unit.After",
            "Unit.Wants",
            "Unit.Requires",
            "Unit.ConditionPathExists",
            "Unit.StartLimitIntervalSec",
            "Unit.StartLimitBurst",
            "Install.WantedBy",
            "Service.Type",
            "Service.ExecStartPre",
            "Service.ExecStart",
            "Service.Environment",
            "Service.EnvironmentFile",
            "Service.WorkingDirectory",
            "Service.Restart",
            "Service.RestartSec",
            "Service.RestartPreventExitStatus",
            "Service.RemainAfterExit",
            "Service.SuccessExitStatus",
            "Service.TimeoutStartSec",
            "Service.TimeoutStopSec",
            // Of its values "mixed", and the default for all others.
            "Service.KillMode",
            "Service.WatchdogSec",
            "Service.StateDirectory",
            "Service.RuntimeDirectory",
            "Service.LogsDirectory",
            "Timer.OnBootSec",
            "Timer.OnActiveSec",
            "Timer.OnUnitActiveSec",
            "Timer.OnCalendar",
            "Timer.Unit");

    /** Without effect here, on purpose; the reason stands beside each group. */
    static final Set<String> IGNORED = Set.of(
            // Documentation and grouping.
            "Unit.Documentation",
            "Service.SyslogIdentifier",
            // Ordering against what the simulated machine does not have: early boot, shutdown, other managers.
            "Unit.Before",
            "Unit.Conflicts",
            "Unit.DefaultDependencies",
            "Unit.PartOf",
            "Unit.RefuseManualStop",
            "Unit.FailureAction",
            "Unit.SuccessAction",
            // One user: everything in an instance runs as the user who started the host.
            "Service.User",
            "Service.Group",
            "Service.SupplementaryGroups",
            "Service.PAMName",
            // Limits and hardening are the kernel's and systemd's own; what they keep is tested on EC2.
            "Service.MemoryMax",
            "Service.MemoryHigh",
            "Service.MemoryLow",
            "Service.MemoryMin",
            "Service.MemorySwapMax",
            "Service.CPUWeight",
            "Service.CPUQuota",
            "Service.IOWeight",
            "Service.TasksMax",
            "Service.LimitNOFILE",
            "Service.LimitNPROC",
            "Service.LimitCORE",
            "Service.Nice",
            "Service.IOSchedulingClass",
            "Service.OOMScoreAdjust",
            "Service.OOMPolicy",
            "Service.Slice",
            "Service.Delegate",
            "Service.NoNewPrivileges",
            "Service.ProtectSystem",
            "Service.ProtectHome",
            "Service.ProtectKernelTunables",
            "Service.ProtectKernelModules",
            "Service.ProtectKernelLogs",
            "Service.ProtectControlGroups",
            "Service.ProtectClock",
            "Service.ProtectHostname",
            "Service.PrivateTmp",
            "Service.PrivateDevices",
            "Service.ReadWritePaths",
            "Service.ReadOnlyPaths",
            "Service.CapabilityBoundingSet",
            "Service.AmbientCapabilities",
            "Service.SystemCallFilter",
            "Service.SystemCallArchitectures",
            "Service.RestrictAddressFamilies",
            "Service.RestrictNamespaces",
            "Service.RestrictRealtime",
            "Service.RestrictSUIDSGID",
            "Service.LockPersonality",
            "Service.UMask",
            // The output of a service always goes to its log file.
            "Service.SendSIGKILL",
            "Service.StandardInput",
            "Service.StandardOutput",
            "Service.StandardError",
            // A notice is taken from whichever process of the instance sends it.
            "Service.NotifyAccess",
            // /run is emptied at every boot, as on a machine, and not in between.
            "Service.RuntimeDirectoryPreserve",
            "Service.StateDirectoryMode",
            "Service.RuntimeDirectoryMode",
            "Service.LogsDirectoryMode",
            // Timers fire on the instant.
            "Timer.AccuracySec",
            "Timer.RandomizedDelaySec",
            // Only of use to a calendar timer that was off while it was due: ours are minutely at the rarest.
            "Timer.Persistent",
            "Timer.WakeSystem");

    private Directives() {}
}
