package host.spore.spawn.functions.launch;

import java.util.Optional;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;

/** {@link Images} in the parameter store. */
final class SsmImages implements Images {
    private final SsmClient ssm;

    SsmImages(SsmClient ssm) {
        this.ssm = ssm;
    }

    @Override
    public Optional<String> named(String parameter) {
        try {
            return Optional.of(ssm.getParameter(request -> request.name(parameter))
                    .parameter()
                    .value());
        } catch (ParameterNotFoundException notThere) {
            return Optional.empty();
        }
    }
}
