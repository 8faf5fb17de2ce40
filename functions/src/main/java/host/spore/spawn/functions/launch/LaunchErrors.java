package host.spore.spawn.functions.launch;

import java.util.Set;

/**
 * Sorts EC2's errors. Only what is known to be permanent fails a launch at once; what nobody knows is retried within
 * the flow's budget, because giving up on an accepted command is the worse mistake.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html">EC2's error codes</a>
 */
final class LaunchErrors {
    private static final Set<String> NO_CAPACITY = Set.of(
            "InsufficientInstanceCapacity",
            "InsufficientHostCapacity",
            "InsufficientReservedInstanceCapacity",
            "InsufficientCapacity",
            // "Your requested instance type is not supported in your requested Availability Zone": another may have it.
            "Unsupported");

    /** Nothing to be had, for a reason that lies with this launch or account. */
    private static final Set<String> OURS =
            Set.of("InsufficientFreeAddressesInSubnet", "SpotMaxPriceTooLow", "MaxSpotInstanceCountExceeded");

    private static final Set<String> THROTTLED =
            Set.of("RequestLimitExceeded", "Throttling", "ThrottlingException", "RequestThrottled", "SlowDown");

    private static final Set<String> REFUSED = Set.of(
            "UnauthorizedOperation",
            "AccessDenied",
            "AuthFailure",
            "OptInRequired",
            "PendingVerification",
            "Blocked",
            "InstanceLimitExceeded",
            "VcpuLimitExceeded",
            "VolumeLimitExceeded",
            "MissingParameter",
            "UnknownParameter",
            "ValidationError",
            "UnsupportedOperation",
            // What the plan cannot see: the image, or its root volume, does not do for hibernation.
            "UnsupportedHibernationConfiguration",
            "IdempotentParameterMismatch",
            "InvalidKeyPair.NotFound",
            "InvalidGroup.NotFound",
            "InvalidSubnetID.NotFound",
            "InvalidSecurityGroupID.NotFound",
            "SecurityGroupsPerInstanceLimitExceeded",
            "InvalidIamInstanceProfileArn.Malformed",
            "InvalidUserData.Malformed",
            "InvalidInstanceType",
            "InvalidBlockDeviceMapping",
            "InvalidSnapshot.NotFound",
            "InvalidTagKey.Malformed",
            "TagLimitExceeded",
            "TagPolicyViolation");

    private static final Set<String> REFUSED_PREFIXES =
            Set.of("InvalidParameter", "InvalidAMIID.", "InvalidLaunchTemplate");

    private LaunchErrors() {}

    /**
     * Looks at the code before the status: EC2 says InsufficientInstanceCapacity with a 500.
     *
     * @param code EC2's error code, empty when there was none
     * @param status of HTTP
     * @param message EC2's words
     */
    static LaunchAnswer classify(String code, int status, String message) {
        String reason = code.isEmpty() ? message : code + ": " + message;
        if (NO_CAPACITY.contains(code) || OURS.contains(code)) {
            return new LaunchAnswer.NoCapacity(reason, NO_CAPACITY.contains(code));
        }
        if (THROTTLED.contains(code) || status == 429) {
            return new LaunchAnswer.Throttled(reason);
        }
        // A profile that was just made is not known to EC2 for some seconds, under the code of a bad parameter.
        if (code.equals("InvalidParameterValue") && message.contains("iamInstanceProfile")) {
            return new LaunchAnswer.Unknown(reason);
        }
        if (REFUSED.contains(code) || REFUSED_PREFIXES.stream().anyMatch(code::startsWith)) {
            return new LaunchAnswer.Refused(reason);
        }
        return new LaunchAnswer.Unknown(reason);
    }
}
