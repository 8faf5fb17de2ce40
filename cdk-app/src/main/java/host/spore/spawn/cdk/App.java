package host.spore.spawn.cdk;

import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awscdk.AppProps;

/** Entry of the CDK app; started by {@code bin/app} in the folder {@code cdk-app}. */
public final class App {
    private App() {}

    public static void main(String[] arguments) {
        // No AWS::CDK::Metadata in the templates: it would report to AWS what a user deploys, and the embedded cloud
        // refuses types that it does not know.
        var app = new software.amazon.awscdk.App(
                AppProps.builder().analyticsReporting(false).build());
        var settings = Settings.from(name -> app.getNode().tryGetContext(name));
        // The cdk command runs the app in the folder of cdk.json; the other modules are its sisters.
        var pinned = Optional.ofNullable(app.getNode().tryGetContext("sporedPublicKey"))
                .map(String::valueOf);
        var artefacts = Artefacts.in(Path.of("..").toAbsolutePath().normalize(), pinned);
        SpawnStacks.in(app, settings, artefacts);
        app.synth();
    }
}
