package host.spore.spawn.functions.alerts;

import host.spore.spawn.local.cloud.Cloud;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.services.ssm.model.ParameterType;

class SsmSecretsContractIT extends SecretsContract {
    private final Cloud cloud = Cloud.get();
    private final List<String> made = new ArrayList<>();

    @AfterEach
    void removeThem() {
        made.forEach(name -> cloud.parameters.deleteParameter(request -> request.name(name)));
    }

    @Override
    Secrets subject() {
        return new SsmSecrets(cloud.parameters);
    }

    @Override
    String stored(String value, boolean encrypted) {
        String name = "/spawn/alerts/" + cloud.newName("contract");
        cloud.parameters.putParameter(request ->
                request.name(name).value(value).type(encrypted ? ParameterType.SECURE_STRING : ParameterType.STRING));
        made.add(name);
        return name;
    }
}
