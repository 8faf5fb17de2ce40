package host.spore.spawn.functions.alerts;

import java.util.Optional;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** {@link Secrets} in Parameter Store. */
final class SsmSecrets implements Secrets {
    private final SsmClient ssm;

    SsmSecrets(SsmClient ssm) {
        this.ssm = ssm;
    }

    @Override
    public Optional<Secret> read(String parameter) {
        try {
            Parameter found = ssm.getParameter(
                            request -> request.name(parameter).withDecryption(true))
                    .parameter();
            return Optional.of(new Secret(found.value().strip(), found.type() == ParameterType.SECURE_STRING));
        } catch (ParameterNotFoundException none) {
            return Optional.empty();
        }
    }
}
