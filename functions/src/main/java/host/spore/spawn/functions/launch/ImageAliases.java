package host.spore.spawn.functions.launch;

import host.spore.spawn.functions.lambda.Environment;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Names of images that are always the newest ones: by alias and architecture, the public parameter that tells which.
 *
 * @param parameters by alias
 * @see <a href="https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters-ami.html">public parameters</a>
 */
record ImageAliases(Map<String, Map<Architecture, String>> parameters) {
    private static final String AL2023 = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-";
    private static final String UBUNTU = "/aws/service/canonical/ubuntu/server/24.04/stable/current/";

    /** The embedded cloud has no public parameters of AWS's, and their names cannot be used, so others may be named. */
    static ImageAliases of(Environment environment) {
        return new ImageAliases(Map.of(
                "al2023",
                named(
                        environment.optional("SPAWN_AMI_PARAMETER_AL2023").orElse(AL2023 + "x86_64"),
                        environment.optional("SPAWN_AMI_PARAMETER_AL2023_ARM64").orElse(AL2023 + "arm64")),
                "ubuntu-24.04",
                named(
                        environment
                                .optional("SPAWN_AMI_PARAMETER_UBUNTU_24_04")
                                .orElse(UBUNTU + "amd64/hvm/ebs-gp3/ami-id"),
                        environment
                                .optional("SPAWN_AMI_PARAMETER_UBUNTU_24_04_ARM64")
                                .orElse(UBUNTU + "arm64/hvm/ebs-gp3/ami-id"))));
    }

    boolean isAlias(String ami) {
        return parameters.containsKey(ami);
    }

    /** @return empty for an image's own id */
    Optional<String> parameter(String ami, Architecture architecture) {
        return Optional.ofNullable(parameters.get(ami)).map(byArchitecture -> byArchitecture.get(architecture));
    }

    private static Map<Architecture, String> named(String usual, String arm) {
        Map<Architecture, String> parameters = new EnumMap<>(Architecture.class);
        parameters.put(Architecture.X86_64, usual);
        parameters.put(Architecture.ARM64, arm);
        return parameters;
    }
}
