package host.spore.spawn.local.cloud;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** The stacks once more, with other code for every function and another setting, out of a copy of what is built. */
final class Redeployment {
    private Redeployment() {}

    /** The instance profile that {@code local/up} declares is not declared here, so something is removed as well. */
    static Cloud.Ran of(Cloud cloud) throws IOException {
        Path project = cloud.folder("redeployed");
        Path app = Files.createDirectories(project.resolve("cdk-app"));
        copy(Cloud.ROOT.resolve("cdk-app/cdk.json"), app);
        Path code = Files.createDirectories(project.resolve("functions/target/lambda/lib"));
        try (Stream<Path> jars = Files.list(Cloud.ROOT.resolve("functions/target/lambda/lib"))) {
            for (Path jar : jars.toList()) {
                copy(jar, code);
            }
        }
        // Another archive, which is what a new build is to the stacks; no jar, so the functions do the same.
        Files.writeString(code.resolve("redeployed.txt"), cloud.newId());
        Path agent = project.resolve("spored");
        Files.deleteIfExists(agent);
        Files.createSymbolicLink(agent, Cloud.ROOT.resolve("spored"));
        return cloud.cdk(
                app,
                "deploy",
                "--all",
                "-c",
                "domain=" + cloud.setting("SPAWN_DOMAIN"),
                "-c",
                "eventSchemas=false",
                "-c",
                "bootBudgetSeconds=599",
                "--require-approval",
                "never",
                "--method",
                "direct",
                "--progress",
                "events");
    }

    private static void copy(Path file, Path folder) throws IOException {
        Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
}
