package host.spore.spawn.functions.launch;

import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.local.cloud.Cloud;
import host.spore.spawn.local.cloud.Guests;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Ec2LauncherContractIT extends LauncherContract {
    private final Cloud cloud = Cloud.get();
    private final Guests guests = new Guests(cloud);
    private final Launcher launcher = new Ec2Launcher(cloud.ec2);

    @AfterAll
    void terminateTheGuests() {
        guests.close();
    }

    @Override
    protected Launcher subject() {
        return new Launcher() {
            @Override
            public LaunchAnswer launch(LaunchRequest request) {
                LaunchAnswer answer = launcher.launch(request);
                if (answer instanceof LaunchAnswer.Launched launched) {
                    launched.instances().forEach(view -> guests.add(view.id()));
                }
                return answer;
            }

            @Override
            public List<InstanceView> launchedBefore(String commandId, int attempt) {
                return launcher.launchedBefore(commandId, attempt);
            }
        };
    }

    @Override
    protected String freshCommand() {
        return cloud.newId();
    }

    @Override
    protected String imageId() {
        return guests.imageId();
    }

    @Override
    protected String instanceProfileArn() {
        return cloud.variableOf("spawn-plan", "SPAWN_INSTANCE_PROFILE_ARN");
    }
}
